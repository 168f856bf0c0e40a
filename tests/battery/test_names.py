"""Names and texts in every field: refused by the rule for names, and never run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.battery.raw import ask, send_json
from tests.client import RawSocket
from tests.server import Server
from tests.support import eventually

HOST = "Host: {host}"

# What tmux itself would do with them is in the table: `:` and `.` become `_`, `#(...)` runs, `;` splits.
NAMES = [
    *(("N1", name) for name in ("a:b", "a.b", ":", ".", "x.", ":0")),
    *(("N2", name) for name in ("#(touch CANARY)", "a#(touch CANARY)b", "#{host}", "##", "#[fg=red]", "#")),
    *(("N3", name) for name in ("$0", "@1", "%1", "=y", "{last}", "!", "+", "-x", "%20")),
    *(("N4", name) for name in (";", "end;", "\\;", "\\", "a\\;", "; run-shell 'touch CANARY' ;", "a\\b")),
    *(("N5", name) for name in ("", " ", " lead", "trail ", "\u00a0", "\u3000x")),
    *(("N6", name) for name in ("a\tb", "a\nb", "a\rb", "a\x1b[31m", "a\0b", "a\x7f", "a\x9b", "a\n", "\n")),
    *(("N7", name) for name in ("a\ufffeb",)),
    *(("N8", name) for name in ("x" * 5000, "x" * 65)),
    *(("N9", name) for name in ("\u202eabc", "a\u200bb", "a\ufeff", "\u200d", "a\u2028b")),
    *(("N11", name) for name in ("$(id)", "$HOME", "a$b")),
]


@pytest.fixture(autouse=True)
def nothing_ran(target: Server) -> Iterator[None]:
    """After each row, in the folders that tmux, its shells and the server are in."""
    yield
    assert [] == canaries(target)


def canaries(server: Server) -> list[Path]:
    folders = {server.home, Path.cwd(), Path("/"), Path("/tmp"), server.directory, server.state_dir}
    return [folder / "CANARY" for folder in folders if (folder / "CANARY").exists()]


def ids_of(server: Server, name: str) -> tuple[str, str]:
    """The paths of a session and a window."""
    told = server.tmux("display-message", "-p", "-t", f"={name}:", "#{session_id} #{window_id}")
    session_id, window_id = told.replace("$", "%24").replace("@", "%40").split(" ")
    return session_id, window_id


def places(server: Server, name: str) -> Iterator[tuple[str, str]]:
    """Every route that accepts the name of a session or a window."""
    session_id, window_id = ids_of(server, name)
    yield "POST", "/api/sessions"
    yield "PATCH", f"/api/sessions/{session_id}"
    yield "POST", f"/api/sessions/{session_id}/windows"
    yield "PATCH", f"/api/windows/{window_id}"


MESSAGES = [
    {"type": "create-session", "name": "{}"},
    {"type": "rename-session", "sessionName": "steady", "newName": "{}"},
    {"type": "create-window", "sessionName": "steady", "windowName": "{}"},
    {"type": "rename-window", "sessionName": "steady", "windowIndex": 0, "newName": "{}"},
]


@pytest.mark.parametrize(
    "name", [row[1] for row in NAMES], ids=[f"{row[0]} {row[1][:20]!r}" for row in NAMES]
)
def test_names_that_are_refused(name: str, target: Server, somebody: Any) -> None:
    """By every route and every message; none is cut, changed or partly obeyed."""
    for method, path in places(target, "steady"):
        answer = send_json(somebody, method, path, json.dumps({"name": name}).encode())
        assert (422, "bad_name") == answer.told, (method, path)
    socket = RawSocket(somebody.host, somebody.port, "/ws", somebody.bearer)
    try:
        for message in MESSAGES:
            filled = {key: name if value == "{}" else value for key, value in message.items()}
            socket.send(json.dumps(filled))
            told = json.loads(socket.receive())
            assert (False, "name: use ") == (told["success"], told["error"][:10])
    finally:
        socket.close()


@pytest.mark.parametrize("name", ["Übung 日本", "feature/x", "; run-shell 'touch CANARY'", "<b>`id`&|~*?"])
def test_names_in_any_language(name: str, target: Server, somebody: Any) -> None:
    """They come back as they were given, from every route."""
    for method, path in places(target, "flood"):
        answer = send_json(somebody, method, path, json.dumps({"name": name}).encode())
        assert name == json.loads(answer.body)["name"], (method, path, answer)
        if answer.status == 201:
            made = json.loads(answer.body)
            target.tmux("kill-session" if "created_at" in made else "kill-window", "-t", made["id"])
        else:
            send_json(somebody, "PATCH", path, b'{"name": "flood"}')


@pytest.mark.parametrize("name", ["\ud800", "a\udfffb"])
def test_n7_lone_surrogates(name: str, target: Server) -> None:
    """Parsers read such JSON differently, so it is refused before the name is read."""
    for method, path in places(target, "steady"):
        assert (400, "bad_json") == send_json(target, method, path, json.dumps({"name": name}).encode()).told


def test_n10_a_name_in_use(target: Server) -> None:
    answer = send_json(target, "POST", "/api/sessions", b'{"name": "steady"}')
    assert (409, "name_taken") == answer.told
    flood, _ = ids_of(target, "flood")
    answer = send_json(target, "PATCH", f"/api/sessions/{flood}", b'{"name": "steady"}')
    assert (409, "name_taken") == answer.told


def test_n10_another_case_is_another_name(target: Server) -> None:
    for name in ("Steady", "STEADY", "steadY"):
        made = send_json(target, "POST", "/api/sessions", json.dumps({"name": name}).encode())
        assert (201, name) == (made.status, json.loads(made.body)["name"])
        assert 204 == kill(target, json.loads(made.body)["id"])


def kill(server: Server, session_id: str) -> int:
    return ask(server, f"DELETE /api/sessions/%24{session_id[1:]} HTTP/1.1", HOST).status


OUTSIDE = [
    "$0",
    "-x",
    "=steady",
    "{last}",
    "#{{host}",
    "a;b",
    "it's",
    "<b>",
    "stead",
    "日本",
    "\u202eabc",
    "x" * 5000,
]


@pytest.mark.parametrize("name", OUTSIDE, ids=[f"N12 {name[:20]!r}" for name in OUTSIDE])
def test_names_set_outside_webmux(name: str, target: Server) -> None:
    """Names are listed unchanged, and addressed by id; sessions with similar names are not affected."""
    session_id = target.tmux("new-session", "-d", "-P", "-F", "#{session_id}", "sleep 60")
    target.tmux("rename-session", "-t", session_id, "--", name.replace("#", "##"))
    listed = json.loads(ask(target, "GET /api/sessions HTTP/1.1", HOST).body)["sessions"]
    assert [name] == [session["name"] for session in listed if session["id"] == session_id]
    preview = ask(target, f"GET /api/sessions/%24{session_id[1:]}/preview HTTP/1.1", HOST)
    assert 200 == preview.status
    assert 204 == kill(target, session_id)


def test_n2_the_canary_would_be_seen(target: Server) -> None:
    """What tmux itself does with such a name; it shows that the other tests can fail."""
    # tmux ends the programs in formats when the client that asked has gone, so this one waits.
    waits = "i=0; until test -e CANARY || test $i = 100; do i=$((i+1)); sleep 0.05; done"
    make = ("new-session", "-d", "-P", "-F", "#{session_id}", "-s", "a#(touch CANARY)b")
    session_id = target.tmux(*make, ";", "run-shell", waits)
    try:
        [seen] = eventually(lambda: canaries(target))
        seen.unlink()
    finally:
        target.tmux("kill-session", "-t", session_id)


PARTS = st.sampled_from(
    [
        "#(touch CANARY)",
        "$(touch CANARY)",
        "`touch CANARY`",
        ";",
        "\n",
        "'",
        '"',
        "\\",
        "#",
        "{",
        "}",
        "a",
        " ",
    ]
)
TEXTS = st.one_of(st.lists(PARTS, min_size=1, max_size=6).map("".join), st.text(max_size=30))
QUIETLY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
"""Each example asks a running server; the fixtures are the same for all of them, and leave nothing."""


@QUIETLY
@given(name=TEXTS)
def test_any_text_as_a_name(name: str, target: Server, somebody: Any) -> None:
    """The reply is ours; a created session has exactly that name, and a window gets its old name back."""
    body = json.dumps({"name": name}).encode()
    for method, path in places(target, "flood"):
        answer = send_json(somebody, method, path, body)
        assert answer.status in (200, 201, 422), (method, path, answer)
        if answer.status != 422:
            made = json.loads(answer.body)
            assert name == made["name"]
            if answer.status == 201:
                target.tmux("kill-session" if "created_at" in made else "kill-window", "-t", made["id"])
            else:
                back = json.dumps({"name": "flood"}).encode()
                assert 200 == send_json(somebody, "PATCH", path, back).status
    assert [] == canaries(target)
