"""A backup becomes a state directory again, as a whole or not at all."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.old_databases import old_database
from tests.unit.backup.conftest import Pack
from webmux.auth.accounts import Accounts
from webmux.auth.passkey_store import Passkeys
from webmux.backup import restoring, swap
from webmux.backup.archive import ArchiveWriter, replaced
from webmux.backup.backup_errors import BadBackup, RestoreRefused
from webmux.backup.contents import files_of
from webmux.backup.manifest import DATABASE, Manifest
from webmux.backup.restoring import Restored, restore
from webmux.errors import ConfigError
from webmux.store.audit import Audit
from webmux.store.database import FILE, Database, newest_revision
from webmux.store.preferences import Preferences
from webmux.store.state_dir import StateDir

VERSIONS = "alembic_version"


class Crash(BaseException):
    """The process ended here."""


def put_back(backup: Path, place: Path, *, replace: bool = False) -> Restored:
    return restore(backup, place, None, by="shell:ada", replace=replace)


def content_of(directory: Path) -> dict[str, bytes]:
    files = (path for path in directory.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in files}


def test_everything_is_as_it_was_and_private(state: Path, back_up: Pack, tmp_path: Path) -> None:
    place = tmp_path / "deep" / "new"
    put_back(back_up(state, recordings=True), place)
    old, new = content_of(state), content_of(place)
    same = {"token", "secret", "push", "saved sessions/größe.json", "recordings/0123.cast"}
    assert {name: old[name] for name in same} == {name: new[name] for name in same}
    assert {*same, FILE, "audit.jsonl"} == set(new)
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in (place, *place.rglob("*"))}
    assert {(True, 0o700), (False, 0o600)} == modes
    database = Database(place)
    assert ["ada", "owner"] == [user.name for user in Accounts(database).all()]
    assert {"theme.name": "dracula"} == Preferences(database).of(2)
    [event] = Audit(database, place).find()
    assert ("restored", "shell:ada") == (event.event, event.user)
    assert StateDir(place).token() == StateDir(state).token()
    assert [place] == list(place.parent.iterdir())


def test_a_state_is_replaced_only_if_asked_and_kept(state: Path, back_up: Pack, tmp_path: Path) -> None:
    backup, place = back_up(state), tmp_path / "place"
    StateDir(place).token()
    before = content_of(place)
    with pytest.raises(RestoreRefused, match="--replace"):
        put_back(backup, place)
    assert before == content_of(place)
    done = put_back(backup, place, replace=True)
    assert done.old is not None
    assert before == content_of(done.old)
    assert StateDir(place).token() == StateDir(state).token()
    assert {place, done.old} <= set(tmp_path.iterdir())
    assert not list(tmp_path.glob(".place*"))


def test_an_empty_directory_needs_no_replace(state: Path, back_up: Pack, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    assert put_back(back_up(state), place).old is None


def test_a_running_server_is_not_replaced(state: Path, back_up: Pack) -> None:
    backup = back_up(state)
    with open(state / "secret") as served:
        fcntl.flock(served, fcntl.LOCK_SH)
        before = content_of(state)
        with pytest.raises(RestoreRefused, match="a server runs"):
            put_back(backup, state, replace=True)
        assert before == content_of(state)


def test_a_bad_backup_changes_nothing(state: Path, back_up: Pack, tmp_path: Path) -> None:
    backup = back_up(state)
    backup.write_bytes(backup.read_bytes()[:-100])
    before, names = content_of(state), set(tmp_path.iterdir())
    with pytest.raises(BadBackup):
        put_back(backup, state, replace=True)
    assert (before, names) == (content_of(state), set(tmp_path.iterdir()))


@pytest.mark.parametrize(
    "script",
    [
        f"create table {VERSIONS} (version_num); insert into {VERSIONS} values ('{newest_revision()}')",
        "create table users (a)",
    ],
)
def test_a_database_that_only_looks_like_ours_changes_nothing(script: str, tmp_path: Path) -> None:
    file, backup, place = tmp_path / "x.db", tmp_path / "backup.tar.gz", tmp_path / "place"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(script)
    with replaced(backup) as out, file.open("rb") as source:
        archive = ArchiveWriter(out)
        archive.add(DATABASE, source, file.stat().st_size)
        members = tuple(archive.members)
        archive.finish(Manifest("0.2.0", newest_revision(), 1, "sqlite", False, members).text())
    with pytest.raises(BadBackup, match="use another one"):
        put_back(backup, place)
    assert {file, backup} == set(tmp_path.iterdir())


def test_a_backup_that_changes_after_the_check_is_refused(
    state: Path, back_up: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = back_up(state)
    check = restoring.check_backup

    def check_then_change(path: Path, bytes_max: int) -> object:
        found = check(path, bytes_max)
        (state / "token").write_text("evil")
        back_up(state)
        return found

    monkeypatch.setattr(restoring, "check_backup", check_then_change)
    with pytest.raises(BadBackup, match="changed while it was read"):
        put_back(backup, tmp_path / "place")
    assert not (tmp_path / "place").exists()
    assert not list(tmp_path.glob(".place*"))


@pytest.mark.parametrize("step", ["_extract", "check_file", "_record", "_sync", "_take_place"])
def test_a_crash_in_the_middle_leaves_the_old_state(
    step: str, state: Path, back_up: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No step but the last one touches the old state, and nothing is tidied up after a crash."""

    def crash(*_: object) -> None:
        raise Crash

    backup, before = back_up(state), content_of(state)
    monkeypatch.setattr(restoring, step, crash)
    monkeypatch.setattr(restoring.shutil, "rmtree", lambda *_, **__: None)
    with pytest.raises(Crash):
        put_back(backup, state, replace=True)
    assert before == content_of(state)


def test_a_crash_after_the_exchange_leaves_the_new_state_and_the_old_one(
    state: Path, back_up: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, before = back_up(state), content_of(state)
    exchange = swap.exchange

    def exchange_then_fail(one: Path, other: Path) -> None:
        exchange(one, other)
        raise KeyboardInterrupt

    monkeypatch.setattr(swap, "exchange", exchange_then_fail)
    with pytest.raises(KeyboardInterrupt):
        put_back(backup, state, replace=True)
    assert "restored" in (state / "audit.jsonl").read_text()
    [old] = tmp_path.glob(".state.restore-*")
    assert before == content_of(old)


def test_a_disk_that_cannot_exchange_gets_the_content_replaced(
    state: Path, back_up: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(one: Path, other: Path) -> None:
        raise swap.CannotExchange(22, "no")

    backup, before = back_up(state), content_of(state)
    monkeypatch.setattr(swap, "exchange", refuse)
    done = put_back(backup, state, replace=True)
    assert done.old is not None
    assert state == done.old.parent
    assert before == content_of(done.old) | hidden(before)
    assert "restored" in (state / "audit.jsonl").read_text()
    assert not (state / "links").exists()
    assert not [name for name in files_of(state, recordings=True) if str(name).startswith(done.old.name)]


def test_a_mount_point_is_restored_in_place(
    state: Path, back_up: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the volume of a container."""
    place = tmp_path / "volume"
    (place / "lost+found").mkdir(parents=True)
    monkeypatch.setattr(restoring.os.path, "ismount", lambda path: path == place)
    assert put_back(back_up(state), place).old is None
    assert StateDir(place).token() == StateDir(state).token()
    with pytest.raises(RestoreRefused, match="--replace"):
        put_back(back_up(state), place)
    done = put_back(back_up(state), place, replace=True)
    assert done.old is not None
    assert (done.old / "token").read_text() == (state / "token").read_text()
    assert [] == [name for name in os.listdir(place) if name.startswith(".")]


@pytest.mark.parametrize("count", range(1, 12))
def test_a_replacement_that_was_interrupted_is_refused_until_it_is_finished(
    count: int, tmp_path: Path
) -> None:
    """After any number of renames: `finish` makes the new state, and the old one is complete beside it."""
    place, new = tmp_path / "place", tmp_path / "new"
    for folder, text in ((place, "old"), (new, "new")):
        folder.mkdir(mode=0o700)
        for name in ("secret", "token", "only " + text):
            (folder / name).write_text(text)
    rename, left = os.rename, [count]

    def rename_or_crash(*paths: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Crash
        rename(*paths)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "rename", rename_or_crash)
        try:
            swap.replace_content(new, place, "before-x")
        except Crash:
            with pytest.raises(ConfigError, match="interrupted"):
                StateDir(place)
    swap.finish(place)
    assert {"secret": "new", "token": "new", "only new": "new"} == texts_of(place)
    assert {"secret": "old", "token": "old", "only old": "old"} == texts_of(place / "before-x")
    StateDir(place)


def texts_of(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def hidden(content: dict[str, bytes]) -> dict[str, bytes]:
    """Scratch files, which stay where they are."""
    return {name: data for name, data in content.items() if name.startswith(".")}


def test_a_link_to_a_state_directory_stays_a_link(state: Path, back_up: Pack, tmp_path: Path) -> None:
    backup = back_up(state)
    (tmp_path / "link").symlink_to(state)
    put_back(backup, tmp_path / "link", replace=True)
    assert (tmp_path / "link").is_symlink()
    assert "restored" in (state / "audit.jsonl").read_text()


def test_a_backup_of_the_last_release_is_migrated(
    state: Path, tmp_path: Path, back_up: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its database goes forward; nothing in it is lost."""
    old = tmp_path / "old"
    StateDir(old).secret()
    old_database(old, "0007")

    def as_it_is(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes())

    monkeypatch.setattr("webmux.backup.making.copy_file", as_it_is)
    monkeypatch.setattr("webmux.backup.making.newest_revision", lambda: "0007")
    backup = _backup_without_opening(old, tmp_path)
    place = tmp_path / "place"
    assert "0007" == put_back(backup, place).manifest.schema
    database = Database(place)
    assert "ada" == Accounts(database).check_password("ada", "correct horse battery").name
    assert 1 == len(Passkeys(database).of(2))


def _backup_without_opening(state: Path, tmp_path: Path) -> Path:
    """A backup by a version that knew no newer schema: opening the database would migrate it."""
    from types import SimpleNamespace

    from webmux.backup.archive import replaced
    from webmux.backup.making import write_backup

    path = tmp_path / "old.tar.gz"
    unopened: Callable[..., object] = SimpleNamespace
    with replaced(path) as out:
        write_backup(out, state, unopened(kind="sqlite"), recordings=False, config=None)  # type: ignore[arg-type]
    return path
