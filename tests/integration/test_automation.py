"""Programs drive panes by HTTP: what is sent arrives, what is shown is read, and who may do which."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.people import add_token, add_user
from tests.server import Server
from tests.support import eventually

RECORDER = """
import os, sys, termios, tty
tty.setraw(0)
os.write(1, b"\\x1b[?2004h" if "bracketed" in sys.argv else b"")
os.write(1, b"ready\\r\\n")
with open(sys.argv[1], "ab", buffering=0) as out, open(sys.argv[1] + ".times", "a", buffering=1) as times:
    import time
    while data := os.read(0, 65536):
        out.write(data)
        times.write(f"{time.monotonic()} {len(data)}\\n")
"""
START, END = b"\x1b[200~", b"\x1b[201~"


def call(server: Server, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """Status and JSON of a request with the server's token, if no other is given."""
    sent = {"Content-Type": "application/json"} if body is not None else {}
    auth = {} if "Authorization" in headers else server.bearer
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    data = None if body is None else json.dumps(body)
    status, _, answer = server.request(method, f"/api/panes{path}", data, {**auth, **sent, **named})
    return status, json.loads(answer) if answer else None


def refusal(answer: tuple[int, Any]) -> tuple[int, str]:
    return answer[0], answer[1]["error"]["code"]


class Recorder:
    """A pane whose program writes what it reads into a file."""

    def __init__(self, server: Server, *words: str) -> None:
        self.path = server.directory / f"typed-{time.monotonic_ns()}"
        program = server.directory / "recorder.py"
        program.write_text(RECORDER)
        command = f"exec python3 {program} {self.path} {' '.join(words)}"
        self.pane = server.tmux("new-window", "-d", "-P", "-F", "#{pane_id}", "-t", "=work:", command).strip()
        self.number = self.pane[1:]
        eventually(lambda: "ready" in server.tmux("capture-pane", "-p", "-t", self.pane))

    def typed(self) -> bytes:
        return self.path.read_bytes() if self.path.exists() else b""

    def wait_for(self, expected: bytes) -> None:
        eventually(lambda: len(self.typed()) >= len(expected))
        assert self.typed() == expected

    def times(self) -> list[tuple[float, int]]:
        """When the program read how many bytes."""
        lines = Path(f"{self.path}.times").read_text().splitlines()
        return [(float(at), int(count)) for at, count in map(str.split, lines)]


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server().start()
    server.tmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "24", "cat")
    yield server
    server.close()


def hard_text(size: int) -> str:
    """Lines with all that a shell, tmux or a terminal could take for something else."""
    line = (
        "".join(map(chr, range(32)))
        + "'\"`$(id) #{pid} #(id) ; \\; ~ % 🦊e\u0301 漢字 \x7f\x85\x1b[A\x1b[200~;\n"
    )
    return (line * (size // len(line.encode()) + 1)).encode()[:size].decode("utf-8", "ignore")


def test_200_kb_arrive_as_one_paste_and_enter_follows(server):
    """Byte for byte between the marks of a bracketed paste, and Enter after the last of them."""
    text = hard_text(200_000)
    recorder = Recorder(server, "bracketed")
    status, answer = call(server, "POST", f"/{recorder.number}/send", {"text": text, "enter": True})
    assert (status, answer["bytes"]) == (200, len(text.encode()))
    recorder.wait_for(START + text.encode() + END + b"\r")
    assert "webmux-send" not in server.tmux("list-buffers")


def test_enter_comes_a_moment_after_the_text(server):
    """Seen by the program, at least once in five: on a busy machine it may read both at once."""
    recorder = Recorder(server, "bracketed")
    for number in range(5):
        body = {"text": str(number), "enter": True}
        assert call(server, "POST", f"/{recorder.number}/send", body)[0] == 200
    expected = b"".join(START + str(number).encode() + END + b"\r" for number in range(5))
    recorder.wait_for(expected)
    read = recorder.times()
    waited = [after - before for (before, _), (after, count) in pairwise(read) if count == 1]
    assert max(waited) >= 0.09


def test_a_paste_cannot_be_ended_by_its_text(server):
    """Neither form of the end mark is typed, and nothing else of that text."""
    recorder = Recorder(server, "bracketed")
    for mark in ("\x1b[201~", "\x9b201~"):
        answer = call(server, "POST", f"/{recorder.number}/send", {"text": f"a{mark}rm -rf x\r"})
        assert refusal(answer) == (422, "paste_end")
    assert call(server, "POST", f"/{recorder.number}/send", {"text": "after"})[0] == 200
    recorder.wait_for(START + b"after" + END)


def test_keys_have_tmux_names(server):
    recorder = Recorder(server)
    keys = ["a", "C-c", "Escape", "Up", "M-x", "S-Tab", "Enter", ";", "'"]
    assert call(server, "POST", f"/{recorder.number}/send", {"keys": keys})[0] == 200
    eventually(lambda: recorder.typed().endswith(b";'"))
    assert recorder.typed().startswith(b"a\x03\x1b\x1b[A\x1bx")
    for wrong in ("Entr", "C-c ; kill-server", "-X", "", "ab"):
        answer = call(server, "POST", f"/{recorder.number}/send", {"keys": ["a", wrong]})
        assert refusal(answer) == (422, "bad_key"), wrong


def test_the_screen_is_text_with_its_facts(server):
    server.tmux("respawn-pane", "-k", "-t", "=work:", "seq 100; printf 'a  b #{pid} \\033[31mred'; cat")
    eventually(lambda: "red" in call(server, "GET", "/0/screen")[1]["text"])
    status, screen = call(server, "GET", "/0/screen")
    rows = screen["text"].split("\n")
    assert (status, len(rows), rows[-2:]) == (200, screen["rows"], ["100", "a  b #{pid} red"])
    assert (screen["cols"], screen["alternate"], screen["mode"], screen["dead"]) == (80, False, "", False)
    assert screen["cursor"] == {"x": 15, "y": screen["rows"] - 1, "visible": True}
    rows = call(server, "GET", "/0/screen?lines=60")[1]["text"].split("\n")
    assert (len(rows), rows[0], rows[-2]) == (60, "42", "100")
    assert refusal(call(server, "GET", "/0/screen?lines=0")) == (422, "bad_field")


def test_each_reason_why_nothing_is_typed_has_its_error(server):
    """No such pane, copy mode, an ended program, the caller's own pane, another server, no server at all."""
    recorder = Recorder(server)
    path = f"/{recorder.number}/send"
    assert refusal(call(server, "POST", "/999/send", {"text": "x"})) == (404, "pane_not_found")
    assert refusal(call(server, "GET", "/0x/screen")) == (404, "pane_not_found")
    assert refusal(call(server, "POST", path, {"text": "x", "epoch": "1-2"})) == (404, "pane_not_found")
    assert refusal(call(server, "POST", path, {"text": "x", "keys": ["a"]})) == (422, "bad_field")
    assert refusal(call(server, "POST", path, {"text": ""})) == (422, "bad_field")
    server.tmux("copy-mode", "-t", recorder.pane)
    assert refusal(call(server, "POST", path, {"text": "x"})) == (409, "pane_in_mode")
    assert call(server, "POST", path, {"text": "x", "enter": True, "leave_mode": True})[0] == 200
    recorder.wait_for(b"x\r")
    pid = server.tmux("display-message", "-p", "#{pid}").strip()
    own = call(server, "POST", path, {"text": "x"}, X_WebMux_Pane=f"{pid} {recorder.pane}")
    assert refusal(own) == (409, "own_pane")
    server.tmux("set-option", "-w", "-t", recorder.pane, "remain-on-exit", "on")
    server.tmux("respawn-pane", "-k", "-t", recorder.pane, "true")
    eventually(
        lambda: server.tmux("display-message", "-p", "-t", recorder.pane, "#{pane_dead}").strip() == "1"
    )
    assert refusal(call(server, "POST", path, {"text": "x"})) == (409, "pane_dead")
    server.tmux("kill-server")
    assert refusal(call(server, "POST", path, {"text": "x"})) == (503, "no_tmux")
    assert recorder.typed() == b"x\r"


def guest_cookie(server: Server, **link: Any) -> tuple[str, str]:
    """The id of a new share link of `$0`, and the cookie of a guest who opened it."""
    body = json.dumps({"session_id": "$0", "lasts_s": 600, **link})
    json_type = {"Content-Type": "application/json"}
    made = json.loads(server.request("POST", "/api/shares", body, {**server.bearer, **json_type})[2])
    path, _, secret = made["path"].partition("#")
    sent = json.dumps({"secret": secret})
    _, told, _ = server.request("POST", path, sent, {"Origin": server.url, **json_type})
    return made["id"], told["set-cookie"].split(";")[0]


def test_who_may_type_may_send_and_a_guest_only_in_the_session_of_the_link(server):
    """Viewers read. Guests read and send as their link says, in its session, and 404 everywhere else."""
    server.tmux("new-session", "-d", "-s", "private", "cat")
    private = server.tmux("display-message", "-p", "-t", "=private:", "#{pane_id}").strip()[1:]
    add_user(server, "vera", "viewer")
    as_viewer = {"Authorization": f"Bearer {add_token(server, 'vera')}"}
    assert call(server, "GET", f"/{private}/screen", **as_viewer)[0] == 200
    assert refusal(call(server, "POST", f"/{private}/send", {"text": "x"}, **as_viewer)) == (403, "forbidden")
    for role, expected in (("viewer", 403), ("operator", 200)):
        share, cookie = guest_cookie(server, role=role)
        as_guest = {"Authorization": "none", "Cookie": cookie, "Origin": server.url}
        sent = call(server, "POST", f"/0/send?share={share}", {"text": role}, **as_guest)
        assert sent[0] == expected
        assert call(server, "GET", f"/0/screen?share={share}", **as_guest)[0] == 200
        answer = call(server, "GET", f"/{private}/screen?share={share}", **as_guest)
        assert refusal(answer) == (404, "pane_not_found")
        answer = call(server, "POST", f"/{private}/send?share={share}", {"text": "x"}, **as_guest)
        assert answer[0] == (404 if expected == 200 else 403)
        assert call(server, "GET", "/0/screen", **as_guest)[0] == 401
    eventually(lambda: "operator" in call(server, "GET", "/0/screen")[1]["text"])
    assert call(server, "GET", f"/{private}/screen")[1]["text"].strip() == ""
