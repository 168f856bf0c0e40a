"""A script in the foreground is known by its name; a shell that waits is a shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux.model import Window
from webmux.tmux.state import foreground

WINDOW = Window("@0", "$0", 0, "w", active=True, panes=1, command="bash", pane_pid=10)


@pytest.fixture
def proc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shell of a pane, process 10, with process group 20 in the foreground of its terminal."""
    monkeypatch.setattr(foreground, "PROC", tmp_path)
    for pid in ("10", "20"):
        (tmp_path / pid).mkdir()
    (tmp_path / "10" / "stat").write_text("10 (ba) sh) S 9 10 10 34816 20 4194560 1")
    return tmp_path


@pytest.mark.parametrize(
    ("cmdline", "command"),
    [
        (b"/bin/bash\0./build.sh\0", "build.sh"),
        (b"/bin/bash\0/srv/x y/build.sh\0--fast\0", "build.sh"),
        (b"bash\0", "bash"),
        (b"-bash\0", "bash"),
        (b"bash\0-i\0", "bash"),
        (b"sh\0-c\0make\0", "bash"),
        (b"", "bash"),
        (b"sh\0a\xffb\0", "a\ufffdb"),
    ],
)
def test_the_name_of_a_script_is_found(proc: Path, cmdline: bytes, command: str) -> None:
    (proc / "20" / "cmdline").write_bytes(cmdline)
    assert command == foreground.with_script(WINDOW).command


@pytest.mark.parametrize("stat", [None, "", "10 (sh) S", "10 (sh) S 9 10 10 34816 -1 0", "nonsense"])
def test_without_proc_the_command_of_tmux_is_used(proc: Path, stat: str | None) -> None:
    (proc / "10" / "stat").unlink()
    if stat is not None:
        (proc / "10" / "stat").write_text(stat)
    assert WINDOW == foreground.with_script(WINDOW)


@pytest.mark.parametrize(("state", "rests"), [("S", True), ("R", False), ("D", False)])
def test_a_shell_between_two_commands_does_not_sleep(proc: Path, state: str, rests: bool) -> None:
    assert foreground.is_at_rest(10), "where nothing is known, what tmux says counts"
    (proc / "20" / "stat").write_text(f"20 (b) c) {state} 10 20 10 34816 20 4194560 1")
    assert rests is foreground.is_at_rest(10)


def _process(proc: Path, pid: int, cmdline: bytes, parent: int = 10, *, children: str = "") -> None:
    folder = proc / str(pid)
    (folder / "task" / str(pid)).mkdir(parents=True, exist_ok=True)
    (folder / "stat").write_text(f"{pid} (x) S {parent} 20 10 34816 20 4194560 1")
    (folder / "cmdline").write_bytes(cmdline)
    (folder / "task" / str(pid) / "children").write_text(children)


@pytest.mark.parametrize(
    ("cmdline", "command"),
    [
        (b"vim\0my notes.txt\0", "vim 'my notes.txt'"),
        (b"/bin/bash\0./build.sh\0--fast\0", "/bin/bash ./build.sh --fast"),
        (b"python3\0-c\0a\nb\0", "python3 -c 'a\nb'"),
        (b"-bash\0", ""),
        (b"bash\0-i\0", ""),
        (b"", ""),
        (b"x" * 9000, ""),
        (b"sh\0-c\0make; true\0", ""),
    ],
)
def test_the_command_line_of_a_program_is_read(proc: Path, cmdline: bytes, command: str) -> None:
    _process(proc, 20, cmdline)
    assert command == foreground.command_line(10)


def test_a_pipeline_is_joined_and_a_shell_with_text_is_looked_through(proc: Path) -> None:
    _process(proc, 20, b"sh\0-c\0make; true\0", children="22 ")
    _process(proc, 22, b"make\0all\0")
    assert foreground.command_line(10) == "make all"
    _process(proc, 20, b"cat\0a b\0")
    _process(proc, 21, b"less\0", children="")
    (proc / "10" / "task" / "10").mkdir(parents=True)
    (proc / "10" / "task" / "10" / "children").write_text("20 21")
    assert foreground.command_line(10) == "cat 'a b' | less"
    (proc / "21" / "cmdline").unlink()
    assert foreground.command_line(10) == "", "one that ended meanwhile"
