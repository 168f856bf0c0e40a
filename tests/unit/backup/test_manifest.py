"""A manifest that is not ours, or of a newer version, is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from webmux.backup.backup_errors import BadBackup
from webmux.backup.manifest import DATABASE, MANIFEST, Manifest, Member, is_member, read_manifest
from webmux.store.database import newest_revision

GOOD = Manifest("0.2.0", newest_revision(), 1, "sqlite", False, (Member(DATABASE, 5, "ab"),))
ROW = {"name": DATABASE, "bytes": 5, "sha256": "ab"}


def changed(**fields: Any) -> bytes:
    return json.dumps({**json.loads(GOOD.text()), **fields}).encode()


def test_a_manifest_is_read_as_it_was_written() -> None:
    assert GOOD == read_manifest(GOOD.text())


@pytest.mark.parametrize("fields", [{"format": 2, "members": "anything"}, {"schema": "9999"}])
def test_a_newer_version_is_named(fields: dict[str, Any]) -> None:
    with pytest.raises(BadBackup, match=r"newer version .WebMux 9\.9.: install"):
        read_manifest(changed(webmux="9.9", **fields))


@pytest.mark.parametrize(
    "text",
    [
        b"", b"x", b"[]", b"{}", b"null", b"[" * 100_000, b"\xff", changed(format="1"), changed(schema=7),
        changed(members=[]), changed(members=[{**ROW, "name": "../x"}, ROW]), changed(members=[ROW, ROW]),
        changed(members=[{**ROW, "bytes": -1}]), changed(members=[{**ROW, "bytes": True}]),
        changed(webmux="\x1b]0;x\x07"), changed(webmux="9" * 41), changed(webmux="\x1b[31m", format=2),
        changed(created_at=10**18), changed(created_at=-1),
        changed(members=[{**ROW, "more": 1}]), changed(members=5), changed(more=1),
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: bytes) -> None:
    with pytest.raises(BadBackup, match="damaged"):
        read_manifest(text)


def test_members_have_their_places() -> None:
    assert is_member("state/token")
    assert is_member(DATABASE)
    assert not any(map(is_member, [MANIFEST, "token", "state/../token", "database/other", "state/webmux.db"]))
