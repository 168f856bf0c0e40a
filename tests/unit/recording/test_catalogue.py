"""The list of recordings: started once, sent to all viewers, kept for a limited time, safe after a kill."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.casts import read
from tests.support import eventually
from webmux.auth.accounts import Accounts
from webmux.auth.roles import Role
from webmux.errors import SourceClosed
from webmux.model import Session, Size, TmuxState, Window
from webmux.recording.catalogue import (
    AlreadyRecording,
    NotRecording,
    Recording,
    RecordingNotFound,
    Recordings,
)
from webmux.recording.storage import Files, RecordingsFull
from webmux.signals import Signal
from webmux.store.database import Database
from webmux.tmux.character_widths import Widths

SESSION = Session("$0", "work", 1, 2, 0, 1, Size(80, 24))
DAYS = 30


class OneHub:
    """Like `Live` with the mirror of one session; records the events for its viewers."""

    def __init__(self, hub: Any) -> None:
        self.hub = hub
        self.told: list[Any] = []
        self.session_rang: Signal[[str]] = Signal()
        self.changes: Signal[[TmuxState, TmuxState]] = Signal()
        self.watch = SimpleNamespace(add_listener=self.changes.add)
        self.tmux = SimpleNamespace(widths=lambda: Widths("3.3", False, "lc.34", ""))

    def hub_for(self, session: Session, size: Size, *, own: bool, view: str) -> Any:
        assert (False, "mirror") == (own, view)
        return self.hub

    def notify_session(self, session_id: str, event: Any, name: str) -> None:
        self.told.append((session_id, event.name, dict(event.fields)))


class Kept:
    """Recordings in a directory, and the objects around them."""

    def __init__(self, directory: Path, hub: Any, max_bytes: int = 1 << 20) -> None:
        self.directory = directory
        self.database = Database(directory.parent)
        self.accounts = Accounts(self.database)
        self.accounts.ensure_owner()
        self.owner = self.accounts.owner().id
        self.live: Any = OneHub(hub)
        self.now = 1_700_000_000.0
        self.ended: list[Recording] = []
        self.recordings = self.server(max_bytes)

    def server(self, max_bytes: int = 1 << 20) -> Recordings:
        """As a server that was just started has them."""
        files = Files(self.directory, max_bytes)
        return Recordings(self.database, files, self.live, DAYS, self.ended.append, clock=lambda: self.now)

    def begin(self, session: Session = SESSION) -> Recording:
        return self.recordings.begin(session, self.owner, "owner")

    def path(self, recording: Recording) -> Path:
        return self.directory / f"{recording.id}.cast"

    def make_old(self, recording: Recording, days: float) -> None:
        os.utime(self.path(recording), (self.now - days * 86400,) * 2)


@pytest.fixture
def kept(directory: Path, hub: Any):
    kept = Kept(directory, hub)
    yield kept
    kept.recordings.stop()


def test_a_recording_is_started_listed_and_ended(kept: Kept, source) -> None:
    recording = kept.begin()
    assert kept.recordings.is_on("$0")
    source.feed(b"hello")
    eventually(lambda: b"hello" in kept.path(recording).read_bytes())
    assert [(recording.id, None)] == [(one.id, one.ended_at) for one in kept.recordings.all()]
    over = kept.recordings.end("$0")
    assert ("stopped", int(kept.now), "owner") == (over.reason, over.ended_at, over.user)
    assert kept.path(recording).stat().st_size == over.bytes
    assert over.length_ms > 0
    assert [over] == kept.recordings.all() == kept.ended
    size, parts, close = kept.recordings.open(over)
    assert "hello" in read(b"".join(parts)).output()
    assert over.bytes == size
    close()
    assert not kept.recordings.is_on("$0")


def test_all_viewers_are_notified(kept: Kept) -> None:
    heard: list[bool] = []
    forget = kept.recordings.changed.add(lambda: heard.append(kept.recordings.is_on("$0")))
    kept.begin()
    kept.recordings.end("$0")
    forget()
    assert [True, False] == heard
    assert [("$0", "recording", {"on": True}), ("$0", "recording", {"on": False})] == kept.live.told


def test_bells_are_in_the_recording_of_their_session(kept: Kept) -> None:
    """By a terminal of ours, or without one by tmux's flag of the window."""
    marked = Window("@0", "$0", 0, "sh", active=True, panes=1, bell=True)
    quiet = replace(marked, bell=False)
    for ring in (
        lambda: kept.live.session_rang.send("$0"),
        lambda: kept.live.changes.send(
            TmuxState("1-2", windows=(quiet,)), TmuxState("1-2", windows=(marked,))
        ),
    ):
        recording = kept.begin()
        kept.live.session_rang.send("$9")
        kept.live.changes.send(TmuxState("1-1", windows=(quiet,)), TmuxState("1-2", windows=(marked,)))
        ring()
        kept.recordings.end("$0")
        assert ["Bell"] == read(kept.path(recording).read_bytes()).texts("m")
        assert 0 == len(kept.live.session_rang) == len(kept.live.changes)


def test_a_session_has_one_recording_at_a_time(kept: Kept) -> None:
    kept.begin()
    with pytest.raises(AlreadyRecording):
        kept.begin()
    kept.recordings.end("$0")
    with pytest.raises(NotRecording):
        kept.recordings.end("$0")
    kept.begin()
    assert 2 == len(kept.recordings.all())


def test_a_session_that_cannot_be_recorded_leaves_nothing(kept: Kept, hub) -> None:
    hub.close()
    eventually(lambda: hub.closed)
    with pytest.raises(SourceClosed):
        kept.begin()
    assert [] == kept.recordings.all() == list(kept.directory.iterdir())
    assert not kept.recordings.is_on("$0")


def test_the_limit_of_space_ends_a_recording_with_a_reason(directory: Path, hub, source) -> None:
    kept = Kept(directory, hub, max_bytes=2000)
    recording = kept.begin()
    source.feed(b"x" * 3000)
    eventually(lambda: [one.reason for one in kept.ended] == ["recordings_full"])
    eventually(lambda: kept.recordings.find(recording.id).ended_at)
    _, name, fields = kept.live.told[-1]
    assert ("notice", "recordings_full") == (name, fields["code"])
    assert kept.path(recording).stat().st_size <= 2000
    read(kept.path(recording).read_bytes())
    kept.path(recording).write_bytes(b"x" * 2000)
    with pytest.raises(RecordingsFull):
        kept.begin()
    kept.recordings.delete(recording)
    kept.begin()
    kept.recordings.stop()


def test_a_user_without_the_right_does_not_find_it(kept: Kept) -> None:
    recording = kept.begin()
    eve = kept.accounts.add("eve", Role.OPERATOR)
    assert [] == kept.recordings.all(eve.id)
    with pytest.raises(RecordingNotFound):
        kept.recordings.find(recording.id, eve.id)
    assert recording.id == kept.recordings.find(recording.id, kept.owner).id


def test_deleting_a_running_recording_ends_it(kept: Kept) -> None:
    kept.recordings.delete(kept.begin())
    assert [] == kept.recordings.all() == list(kept.directory.iterdir())
    assert ["deleted"] == [one.reason for one in kept.ended]
    assert not kept.recordings.is_on("$0")


def test_recordings_that_are_too_old_are_deleted_at_the_next_start(kept: Kept) -> None:
    made = []
    for days in (31, 29):
        made.append(kept.begin())
        kept.recordings.end("$0")
        kept.make_old(made[-1], days)
    last = kept.begin()
    assert {made[1].id, last.id} == {one.id for one in kept.recordings.all()}
    assert {kept.path(made[1]), kept.path(last)} == set(kept.directory.iterdir())


def test_a_running_recording_is_never_too_old(kept: Kept) -> None:
    recording = kept.begin()
    kept.make_old(recording, 31)
    kept.recordings.tidy()
    assert [recording.id] == [one.id for one in kept.recordings.all()]


def test_recordings_of_a_killed_server_are_completed(kept: Kept) -> None:
    """The next server ends them at their last change, and removes those without a file."""
    left = kept.begin()
    lost = kept.begin(Session("$1", "other", 1, 2, 0, 1, Size(80, 24)))
    os.utime(kept.path(left), (kept.now + 60, kept.now + 60))
    kept.path(lost).unlink()
    after = kept.server()
    after.start()
    eventually(lambda: [one.reason for one in after.all()] == ["server_died"])
    [found] = after.all()
    assert (left.id, int(kept.now) + 60, 60_000) == (found.id, found.ended_at, found.length_ms)
    assert kept.path(left).stat().st_size == found.bytes
    after.stop()


def test_a_stop_of_the_server_ends_all_recordings(kept: Kept, source, hub) -> None:
    recording = kept.begin()
    source.feed(b"last words")
    eventually(lambda: hub.ring.end_offset > 0)
    kept.recordings.stop()
    assert "last words" in read(kept.path(recording).read_bytes()).output()
    assert ["server_stopped"] == [one.reason for one in kept.ended]


def test_typists_are_noted_only_while_recording(kept: Kept) -> None:
    kept.recordings.typed("$0", "early")
    recording = kept.begin()
    kept.recordings.typed("$1", "elsewhere")
    kept.recordings.typed("$0", "olga")
    kept.recordings.end("$0")
    assert ["olga types"] == read(kept.path(recording).read_bytes()).texts("m")
