"""A program that asks as coding agents do, and helpers for tests that start it in a pane.

`python tests/pretend_agent.py SOCKET [STATE]` shows a question with a menu, reads keys without Enter, and
obeys lines of JSON from SOCKET: `{"show": [rows]}` shows another screen, `{"keys": 1}` returns the keys so
far, each with the number of the screen that was shown when it was read. With STATE it says in the option
`@webmux_agent` that it waits; `{"state": "working"}` changes that.
"""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import termios
import time
import tty
from pathlib import Path
from typing import Any

OPTION = "@webmux_agent"


def menu(action: str, options: tuple[str, ...] = ("Yes", "Yes, always", "No")) -> list[str]:
    """The rows of a question with numbered options, of which the first is selected."""
    rows = ["", "─" * 40, f" Run {action}", "", " Do you want to proceed?"]
    rows += [f" {'❯' if at == 0 else ' '} {at + 1}. {label}" for at, label in enumerate(options)]
    return [*rows, "", " Esc to cancel"]


class PretendAgent:
    """The test's end: it listens before the program starts, and the program connects to it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "agent"
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.path))
        self._listener.listen()
        self._stream: Any = None
        self._connection: socket.socket | None = None

    def command(self, state: str = "") -> list[str]:
        """What to run in a pane."""
        return [sys.executable, __file__, str(self.path), state]

    def connect(self) -> None:
        """Wait for the program."""
        self._listener.settimeout(10)
        self._connection, _ = self._listener.accept()
        self._stream = self._connection.makefile("rw")

    def show(self, rows: list[str]) -> int:
        """Show another screen; returns its number once the program has written all of it."""
        return int(self._ask(show=rows))

    def state(self, kind: str) -> None:
        """Set the option of the pane."""
        self._ask(state=kind)

    def typed(self) -> list[tuple[int, str]]:
        """Each key, and the number of the screen that it was typed into."""
        return [(int(screen), key) for screen, key in self._ask(keys=1)]

    def close(self) -> None:
        if self._stream is not None and self._connection is not None:
            self._stream.close()
            self._connection.close()
        self._listener.close()
        self.path.unlink()

    def _ask(self, **message: Any) -> Any:
        self._stream.write(json.dumps(message) + "\n")
        self._stream.flush()
        return json.loads(self._stream.readline())


class _Program:
    def __init__(self, path: str, state: str) -> None:
        self._keys: list[tuple[int, str]] = []
        self._screen = 0
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(path)
        self._stream = self._socket.makefile("rw")
        self._show(menu("ls"))
        if state:
            self._set_state(state)

    def run(self) -> None:
        while True:
            readable, _, _ = select.select([0, self._socket], [], [])
            if 0 in readable:
                data = os.read(0, 4096)
                if not data:
                    return
                self._keys.append((self._screen, data.decode("utf-8", "replace")))
                if self._is_echoed:
                    os.write(1, data.replace(b"\r", b"\r\n"))
            if self._socket in readable:
                line = self._stream.readline()
                if not line:
                    return
                self._stream.write(json.dumps(self._obey(json.loads(line))) + "\n")
                self._stream.flush()

    def _obey(self, message: dict[str, Any]) -> Any:
        if "show" in message:
            self._show(message["show"])
            return self._screen
        if "state" in message:
            self._set_state(message["state"])
            return None
        return self._keys

    def _show(self, rows: list[str]) -> None:
        """As such agents do: from the top, each row cleared; the last row holds the cursor."""
        self._screen += 1
        self._is_echoed = rows[-1].startswith("> ")
        text = "\x1b[?2004h\x1b[H" + "\r\n".join(row + "\x1b[K" for row in rows) + "\x1b[J"
        os.write(1, text.encode())

    def _set_state(self, kind: str) -> None:
        value = f"{kind}:{int(time.time())}:{os.getpid()}:pretend"
        where = ["tmux", "-S", os.environ["TMUX"].split(",")[0], "set-option", "-p"]
        subprocess.run([*where, "-t", os.environ["TMUX_PANE"], OPTION, value], check=True)


if __name__ == "__main__":
    before = termios.tcgetattr(0)
    tty.setraw(0)
    _Program(sys.argv[1], sys.argv[2]).run()
