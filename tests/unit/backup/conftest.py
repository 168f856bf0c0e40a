"""State directories with something of everything, and backups of them."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from webmux.auth.accounts import Accounts
from webmux.auth.links import LoginLinks
from webmux.auth.roles import Role
from webmux.backup.archive import replaced
from webmux.backup.making import write_backup
from webmux.store.database import Database
from webmux.store.preferences import Preferences
from webmux.store.state_dir import StateDir

Pack = Callable[..., Path]


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state directory as a server leaves it, with ada in its database."""
    path = tmp_path / "state"
    made = StateDir(path)
    for secret in (made.secret, made.token, made.push_key):
        secret()
    database = Database(path)
    accounts = Accounts(database)
    accounts.ensure_owner()
    accounts.add("ada", Role.OPERATOR, None)
    Preferences(database).change(2, {"theme.name": "dracula"})
    LoginLinks(made.links, b"s" * 32).issue(b"r" * 32)
    for name in (
        "uploads/ada/picture.png",
        "recordings/0123.cast",
        "saved sessions/größe.json",
        "audit.jsonl",
    ):
        file = path / name
        file.parent.mkdir(mode=0o700, exist_ok=True, parents=True)
        file.write_text(name)
        file.chmod(0o600)
    (path / "address").write_text("http://127.0.0.1:8022")
    for name in ("options", "worker"):
        (path / name).write_text("{}")
    (path / ".token.0123").write_text("half")
    (path / "link").symlink_to("/etc/passwd")
    os.mkfifo(path / "pipe")
    return path


@pytest.fixture
def back_up(tmp_path: Path) -> Pack:
    def write(state: Path, name: str = "backup.tar.gz", *, recordings: bool = False) -> Path:
        path = tmp_path / name
        with replaced(path) as out:
            write_backup(out, state, Database(state), recordings=recordings, config=None)
        return path

    return write


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """Any members into a `.tar.gz`: pairs of a TarInfo, or a name, and the content."""

    def write(*members: tuple[tarfile.TarInfo | str, bytes], tail: bytes = b"") -> Path:
        raw = io.BytesIO()
        with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for info, content in members:
                entry = tarfile.TarInfo(info) if isinstance(info, str) else info
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
        path = tmp_path / "packed.tar.gz"
        path.write_bytes(gzip.compress(raw.getvalue() + tail))
        return path

    return write
