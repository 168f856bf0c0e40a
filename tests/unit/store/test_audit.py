"""The audit trail: each event once, in the database and in the file, without delay for the caller."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import eventually
from webmux.store import audit as module
from webmux.store.audit import Audit
from webmux.store.database import Database


@pytest.fixture
def trail(database: Database, tmp_path: Path, clock) -> Iterator[Audit]:
    trail = Audit(database, tmp_path, clock)
    yield trail
    trail.flush()


def record(trail: Audit, event: str, user: str = "eve", **detail: object) -> None:
    trail.record(event, "ok", user=user, address="192.0.2.1", request_id="r1", **detail)


def test_an_event_is_in_the_file_and_in_the_database(trail: Audit, tmp_path: Path) -> None:
    record(trail, "login", by="password")
    eventually(trail.find)
    [entry] = trail.find()
    [line] = (tmp_path / "audit.jsonl").read_text().splitlines()
    assert json.loads(line) == entry.fields()
    assert ("login", "eve", {"by": "password"}) == (entry.event, entry.user, entry.detail)
    assert 0o600 == stat.S_IMODE((tmp_path / "audit.jsonl").stat().st_mode)


def test_the_newest_come_first_and_filters_narrow(trail: Audit, clock) -> None:
    for second, (event, user) in enumerate([("login", "eve"), ("attach", "bob"), ("attach", "eve")]):
        clock.now = 1000.0 + second
        record(trail, event, user)
    trail.flush()
    assert ["attach", "attach", "login"] == [entry.event for entry in trail.find()]
    assert [1002, 1000] == [entry.at for entry in trail.find(user="eve")]
    assert [1002, 1001] == [entry.at for entry in trail.find(event="attach")]
    assert [1001] == [entry.at for entry in trail.find(since=1001, until=1001)]
    assert 1 == len(trail.find(limit=1))


def test_queued_events_are_written_at_the_stop(trail: Audit) -> None:
    for _ in range(100):
        record(trail, "attach")
    trail.flush()
    assert 100 == len(trail.find(limit=1000))


def test_any_event_is_one_line(trail: Audit, tmp_path: Path) -> None:
    record(trail, "session_renamed", name="a\nb\x1b[31m\u2028\ud800")
    trail.flush()
    [line] = (tmp_path / "audit.jsonl").read_text().splitlines()
    assert line.isascii()


def test_the_queue_for_a_stuck_disk_is_bounded(trail: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "QUEUE_MAX", 2)
    for _ in range(5):
        record(trail, "attach")
    trail.flush()
    assert 2 == len(trail.find())


def test_a_failing_disk_raises_no_error(trail: Audit, tmp_path: Path) -> None:
    (tmp_path / "audit.jsonl").mkdir()
    record(trail, "login")
    trail.flush()
    (tmp_path / "audit.jsonl").rmdir()
    record(trail, "logout")
    trail.flush()
    assert ["logout"] == [entry.event for entry in trail.find()]


def test_events_are_deleted_after_a_year(trail: Audit, database: Database, tmp_path: Path, clock) -> None:
    record(trail, "login")
    trail.flush()
    clock.now += module.KEEP_S + 1
    again = Audit(database, tmp_path, clock)
    record(again, "logout")
    again.flush()
    assert ["logout"] == [entry.event for entry in again.find()]


@pytest.mark.parametrize("text", ["a\0", "\udcff"])
def test_a_text_that_no_event_can_have_is_not_found(text: str, trail: Audit) -> None:
    assert [] == trail.find(user=text) == trail.find(event=text)
