"""Names and texts chosen to confuse tmux, a shell or a parser: listed as text, hit exactly, never run."""

from __future__ import annotations

import random
import re
from pathlib import Path

import gevent
import pytest

from tests.support import eventually
from tests.tmux import TmuxServer, tmux_is
from webmux.errors import BadField
from webmux.model import Size
from webmux.tmux.server import Tmux

OUTSIDE = [
    *("prod", "production", "pro", "$0", "$1", "-x", "=x", "{last}", "@0", "%0", "!", "~", "+"),
    *("a;b", "end;", ";", "\\;", "#(touch canary)", "#{host}", "##", "#[fg=red]", "%H%M"),
    *(
        "<img onerror>",
        "it's",
        '"q"',
        "a b",
        " lead",
        "../x",
        "日本語",
        "e\u0301",
        "$HOME",
        "*",
        "?",
        "[a-z]",
    ),
    "$0 1 2 3 4 5 80 24 forged",
    *(() if tmux_is(3, 7) else ("a\nb", "a\tb")),
]
"""Names tmux takes from its own command line; 3.7 and later refuse control characters."""


@pytest.fixture
def tmux(tmux_server: TmuxServer, tmp_path: Path, socket_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Tmux:
    """A server whose every `#(touch canary)` would leave the file in `tmp_path`."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return Tmux(socket_path=str(tmux_server.socket_path))


def as_argument(name: str) -> str:
    """How to write it on tmux's command line, which splits at a trailing `;` and expands formats."""
    text = re.sub(r"#(?!\[)", "##", name)
    return text[:-1] + "\\;" if text.endswith(";") else text


def make(tmux_server: TmuxServer, name: str) -> str:
    """A session whose name is set as text: new-session would expand it as a format."""
    session_id = tmux_server.run("new-session", "-d", "-P", "-F", "#{session_id}", "sleep 60").strip()
    tmux_server.run("rename-session", "-t", session_id, "--", as_argument(name))
    return session_id


def stored(name: str) -> str:
    """How tmux keeps a session's name: as by vis(3), and before 3.7 without its target separators."""
    return stored_window(name) if tmux_is(3, 7) else stored_window(name).replace(".", "_").replace(":", "_")


def stored_window(name: str) -> str:
    text = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
    return text if tmux_is(3, 5) else re.sub(r"\$(?=[A-Za-z_{])", r"\\$", text)


def canaries(folder: Path) -> list[Path]:
    gevent.sleep(0.1)
    return [*folder.rglob("canary*"), *Path("/").glob("canary*")]


def test_every_session_name_is_listed_unchanged(tmux: Tmux, tmux_server: TmuxServer, tmp_path: Path) -> None:
    made = {make(tmux_server, name): name for name in OUTSIDE}
    listed = {session.id: session.name for session in tmux.list_sessions().sessions}
    assert {session_id: stored(name) for session_id, name in made.items()} == listed
    for session_id, name in listed.items():
        assert session_id == tmux.find_session(name).id
    assert [] == canaries(tmp_path)


def test_kill_ends_exactly_one_session(tmux: Tmux, tmux_server: TmuxServer) -> None:
    left = [make(tmux_server, name) for name in OUTSIDE]
    random.Random(3).shuffle(left)
    while left:
        tmux.kill_session(left.pop())
        assert sorted(left) == sorted(session.id for session in tmux.list_sessions().sessions)


@pytest.mark.timeout_s(60)  # a terminal attaches for each name
def test_any_session_can_be_opened_by_id(tmux: Tmux, tmux_server: TmuxServer) -> None:
    for name in OUTSIDE:
        session_id = make(tmux_server, name)
        source = tmux.attach_source(session_id, Size(80, 24))
        assert session_id == eventually(lambda s=source: tmux.client_sessions().get(s.tty))
        source.close()


@pytest.mark.parametrize("name", OUTSIDE)
def test_window_names_are_listed_unchanged(
    tmux: Tmux, tmux_server: TmuxServer, tmp_path: Path, name: str
) -> None:
    tmux_server.new_session("a", command="sleep 60")
    tmux_server.run("rename-window", "-t", "@0", "--", as_argument(name))
    tmux_server.run("new-window", "-t", "$0:", "-n", "next", "sleep 60")
    assert [stored_window(name), "next"] == [window.name for window in tmux.list_windows("$0")]
    assert stored_window(name) == tmux.window("@0").name
    assert [] == canaries(tmp_path)


@pytest.mark.parametrize(
    "text", ["#(touch canary)", "a#(touch canary)b", "##(touch canary)", "#{l:#(touch canary)}"]
)
def test_no_text_field_runs_a_command(tmux: Tmux, tmux_server: TmuxServer, tmp_path: Path, text: str) -> None:
    tmux_server.new_session("a", command="sleep 60")
    for ask in (
        lambda: tmux.create_session(text),
        lambda: tmux.rename_session("$0", text),
        lambda: tmux.create_window("$0", text),
        lambda: tmux.rename_window("@0", text),
        lambda: tmux.create_session(cwd=text),
        lambda: tmux.kill_session(text),
        lambda: tmux.attach_source(text, Size(80, 24)),
    ):
        with pytest.raises(BadField):
            ask()
    folder = tmp_path / text.replace("/", "")
    folder.mkdir()
    session = tmux.create_session(cwd=str(folder), command=f"printf %s '{text}' > got; exec sleep 60")
    tmux.create_window(session.id)
    source = tmux.attach_source(session.id, Size(80, 24))
    gevent.sleep(0.2)
    source.close()
    eventually(lambda: (folder / "got").exists() and (folder / "got").read_text())
    assert text == (folder / "got").read_text()
    assert [] == canaries(tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "plain",
        "a b",
        "#",
        "##",
        "#[x",
        "##[x",
        "###[x",
        "#{host}",
        "%H",
        "$HOME",
        "~",
        "-x",
        "日本",
        ";",
        "'",
    ],
)
def test_a_session_starts_in_exactly_its_folder(
    tmux: Tmux, tmux_server: TmuxServer, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    session = tmux.create_session(cwd=str(folder), command="touch here; exec sleep 60")
    eventually((folder / "here").exists)
    path = tmux.run(("display-message", "-p", "-t", f"{session.id}:", "#{session_path}"))
    assert str(folder) == path.removesuffix("\n")


def test_a_symbolic_link_is_not_resolved(tmux: Tmux, tmux_server: TmuxServer, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    session = tmux.create_session(cwd=str(tmp_path / "link"), command="exec sleep 60")
    path = tmux_server.run("display-message", "-p", "-t", f"{session.id}:", "#{session_path}").strip()
    assert str(tmp_path / "link") == path


COMMANDS = [
    "x;",
    "x\\;",
    "a\nb",
    "'",
    '"',
    "$HOME",
    "~",
    "#{host}",
    "#(touch canary)",
    "%H",
    "{",
    "}",
    "-x",
    "é",
    "\t",
]


@pytest.mark.parametrize("text", COMMANDS)
def test_a_command_reaches_the_shell_exactly(tmux: Tmux, tmp_path: Path, text: str) -> None:
    quoted = "'" + text.replace("'", "'\\''") + "'"
    tmux.create_session(command=f"printf %s {quoted} > {tmp_path}/tmp; mv {tmp_path}/tmp {tmp_path}/out; : ;")
    eventually((tmp_path / "out").exists)
    assert text.encode() == (tmp_path / "out").read_bytes()
    assert [] == canaries(tmp_path)


def test_the_longest_command_runs(tmux: Tmux, tmp_path: Path) -> None:
    """The limit in names.py is below that of tmux."""
    head = f"touch {tmp_path}/out; exec sleep 60 # "
    tmux.create_session("x" * 64, str(tmp_path), head + "x" * (15_000 - len(head)))
    eventually((tmp_path / "out").exists)


def test_random_names_are_returned_exactly(tmux: Tmux, tmux_server: TmuxServer) -> None:
    """A thousand of them, through tmux's own argument parsing, also with `;` at the end."""
    tmux_server.new_session("a", command="sleep 60")
    chosen = random.Random(11)
    texts = [
        "".join(chosen.choices("ab;;;\\\"'$~{}%é \t-", k=chosen.randrange(1, 12)))
        + chosen.choice(["", ";", "\\;"])
        for _ in range(1000)
    ]
    for start in range(0, len(texts), 50):
        commands = []
        for text in texts[start : start + 50]:
            commands += [
                ("set-option", "-g", "@t", text),
                ("show-options", "-gv", "@t"),
                ("show-options", "-gv", "@end"),
            ]
        tmux.run(("set-option", "-g", "@end", "==="))
        assert [f"{text}\n" for text in texts[start : start + 50]] == tmux.run(*commands).split("===\n")[:-1]
