"""Saved sets in files: private, whole at any moment, and readable after a crash."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from webmux.saved_sessions import set_files
from webmux.saved_sessions.saved_set import SavedPane, SavedSession, SavedSet, SavedWindow
from webmux.saved_sessions.set_files import SavedSetNotFound, SavedSets

ROOT = Path(__file__).resolve().parents[3]


def a_set(at: int, *names: str, epoch: str = "1-1700000000") -> SavedSet:
    window = SavedWindow(panes=(SavedPane(number=1),))
    return SavedSet(at, epoch, tuple(SavedSession(name, (window,), f"${name}") for name in names))


def files(directory: Path) -> list[str]:
    return [name for name in os.listdir(directory) if name != set_files.LOCK]


@pytest.fixture
def sets(tmp_path: Path) -> SavedSets:
    return SavedSets(tmp_path)


def test_a_set_is_stored_once_and_found_newest_first(sets: SavedSets) -> None:
    assert sets.all() == []
    assert sets.save(a_set(100, "a"))
    assert not sets.save(a_set(200, "a")), "nothing is new"
    assert sets.save(a_set(300, "a", "b"))
    assert sets.save(a_set(400, "c", epoch="2-1700000000"))
    newest, older = sets.all()
    assert (newest.content.saved_at, newest.content.begun_at) == (400, 400)
    assert (older.content.saved_at, older.content.begun_at) == (300, 100), "the same file"
    assert sets.get(older.id) == older.content
    with pytest.raises(SavedSetNotFound):
        sets.get("../../etc/passwd")


@pytest.mark.parametrize("at", [100, 40])
def test_what_is_saved_last_is_found_first_also_of_another_tmux_server(sets: SavedSets, at: int) -> None:
    """Within a second, and after the clock was set back."""
    for life in range(1, 9):
        assert sets.save(a_set(at if life > 1 else 100, "a", epoch=f"{life}-1700000000"))
    assert [one.content.epoch[0] for one in sets.all()] == list("87654321")
    assert sets.all()[0].content.saved_at == 107
    assert not sets.save(a_set(at, "a", epoch="8-1700000000")), "nothing is new"


def test_a_save_without_texts_keeps_them(sets: SavedSets, tmp_path: Path) -> None:
    texts = tmp_path / "history"
    texts.mkdir()
    for name in ("a" * 32, "b" * 32):
        (texts / f"{name}.txt").write_text("x")

    def shown(history: str, *more: SavedSession) -> SavedSet:
        window = SavedWindow(panes=(SavedPane(number=0, history=history), SavedPane(number=7)))
        return SavedSet(100, "1-1700000000", (SavedSession("a", (window,), "$0"), *more))

    sets.save(shown("a" * 32))
    assert os.listdir(texts) == ["a" * 32 + ".txt"], "no set names the other"
    assert not sets.save(shown(""))
    assert sets.save(shown("", SavedSession("b", id="$1")))
    assert [pane.history for pane in sets.all()[0].content.sessions[0].windows[0].panes] == ["a" * 32, ""]
    assert os.listdir(texts) == ["a" * 32 + ".txt"]


def test_another_thread_may_list_at_the_same_time(
    sets: SavedSets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sets.save(a_set(100, "a"))
    sets.save(a_set(100, "b", epoch="2-1700000000"))
    parsed = set_files._parsed

    def while_another_lists(path: Path) -> SavedSet | None:
        with monkeypatch.context() as patch:
            patch.setattr(os, "listdir", lambda directory: [])
            assert sets.all() == [], "it began before the files were there"
        return parsed(path)

    monkeypatch.setattr(set_files, "_parsed", while_another_lists)
    for path in tmp_path.glob("*.json"):
        os.utime(path)
    assert len(sets.all()) == 2


def test_a_clock_that_is_set_back_hides_nothing(sets: SavedSets) -> None:
    sets.save(a_set(9000, "a", "b"))
    sets.save(a_set(100, "a"))
    sets.save(a_set(101, "a", "c"))
    sets.save(a_set(102, "c"))
    assert [one.name for one in sets.all()[0].content.sessions] == ["c"]
    assert len(sets.all()) < 4, "and a change does not make a file each time"


def test_other_files_do_not_hide_sets(sets: SavedSets, tmp_path: Path) -> None:
    sets.save(a_set(100, "a"))
    for at in range(set_files.FILES_MAX):
        (tmp_path / f"!{at}").touch()
    assert len(sets.all()) == 1


def test_an_empty_set_replaces_nothing(sets: SavedSets) -> None:
    sets.save(a_set(100, "a"))
    assert not sets.save(a_set(200))
    assert [one.content.saved_at for one in sets.all()] == [100]


def test_nobody_else_can_read_a_file(sets: SavedSets, tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        sets.save(a_set(100, "a"))
        sets.settle("1-1700000000", {"$a"})
    finally:
        os.umask(old)
    assert [stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()] == [0o600, 0o600]


def test_what_is_settled_stays_so_and_only_for_its_server(sets: SavedSets) -> None:
    sets.save(a_set(100, "a", "b"))
    sets.save(a_set(100, "a", epoch="2-1700000000"))
    assert sets.settle("1-1700000000", {"$a", "$unknown"})
    assert not sets.settle("1-1700000000", {"$a"})
    assert not sets.settle("3-1700000000", {"$a"})
    sets.save(a_set(200, "a", "b", "c"))
    assert sorted((one.content.epoch, one.content.settled) for one in sets.all()) == [
        ("1-1700000000", ("$a",)),
        ("2-1700000000", ()),
    ]


def test_damaged_and_foreign_files_are_left_alone(sets: SavedSets, tmp_path: Path) -> None:
    sets.save(a_set(100, "a"))
    (tmp_path / "0123456789ab.json").write_text("{")
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "abcdefabcdef.json").symlink_to("/etc/passwd")
    (tmp_path / "abcdefabcde0.json").mkdir()
    os.mkfifo(tmp_path / "abcdefabcde1.json")
    assert [one.content.saved_at for one in sets.all()] == [100]
    sets.save(a_set(200, "a", "b"))
    assert [one.content.saved_at for one in sets.all()] == [200]
    assert len(files(tmp_path)) == 6


def test_a_file_of_another_process_is_noticed(sets: SavedSets, tmp_path: Path) -> None:
    sets.save(a_set(100, "a"))
    SavedSets(tmp_path).save(a_set(200, "a", "b"))
    assert [one.content.saved_at for one in sets.all()] == [200]


def test_a_full_disk_leaves_the_old_set(
    sets: SavedSets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sets.save(a_set(100, "a"))

    def full(path: Path, text: str) -> None:
        path.write_text(text[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(set_files, "write_private", full)
    with pytest.raises(OSError, match="No space"):
        sets.save(a_set(200, "a", "b"))
    assert [one.content.saved_at for one in sets.all()] == [100]
    assert len(files(tmp_path)) == 1


CRASH = """
import json, os, signal, sys
from pathlib import Path
from webmux.saved_sessions.saved_set import SavedPane, SavedSession, SavedSet, SavedWindow
from webmux.saved_sessions.set_files import SavedSets

def a_set(at, names):
    window = SavedWindow(panes=(SavedPane(number=1),))
    sessions = tuple(SavedSession(name, (window,), "$" + name) for name in names)
    return SavedSet(at, "1-1700000000", sessions, begun_at=100)

def hook(place, after):
    left = [after]
    def die(event, args):
        if event == place:
            left[0] -= 1
        if event == place and left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return die

real_fsync = os.fsync
def fsync(descriptor):
    sys.audit("fsync")
    real_fsync(descriptor)
    sys.audit("fsync")
os.fsync = fsync

directory = Path(sys.argv[1])
old, new = a_set(100, ["a"]), a_set(200, ["a", *map(str, range(300))])
outcomes = {}
for place in ("open", "fsync", "os.rename", "os.listdir"):
    for after in range(20):
        for file in directory.glob("*.json"):
            file.unlink()
        SavedSets(directory).save(old)
        child = os.fork()
        if child == 0:
            sys.addaudithook(hook(place, after))
            SavedSets(directory).save(new)
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        [found] = SavedSets(directory).all()
        which = ["old", "new"][[old, new].index(found.content)]
        outcomes.setdefault(place, []).append(which if status == signal.SIGKILL else "done")
        if status == 0:
            break
SavedSets(directory).save(a_set(300, ["a", "b", "c"]))
print(json.dumps([outcomes, sorted(os.listdir(directory))]))
"""
"""Processes that are killed at one of the steps of a save: when they open, flush, rename or list files."""


def test_a_crash_while_a_set_is_written_leaves_the_last_good_one(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRASH, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    outcomes, names = json.loads(done.stdout)
    for place, found in outcomes.items():
        assert found[-1] == "done", (place, found)
        assert found[0] == "old", (place, "the process was killed")
        assert found[:-1] == sorted(found[:-1], reverse=True), (place, "old, then new, and nothing else")
    assert {"old", "new"} <= set(outcomes["fsync"])
    assert [name for name in names if name.startswith(".")] == [set_files.LOCK], "no scratch file is left"
