"""The page's own connection code in a node process, controlled line by line."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import gevent

from tests.screens import node

DRIVER = Path(__file__).with_name("driver.mjs")


class Typist:
    """`with Typist(server, link, seed) as typist:`; `events` are its reports."""

    def __init__(
        self, server: Any, link: Any, seed: int, speed: float = 20.0, view: str = "terminal"
    ) -> None:
        address = f"ws://{link.host}:{link.port}/ws/optimized"
        self.events: list[dict[str, Any]] = []
        self._process = subprocess.Popen(
            [node(), "--experimental-websocket", "--no-warnings", str(DRIVER), address, server.token,
             str(seed), str(speed), view],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self._reader = gevent.spawn(self._read)

    def __enter__(self) -> Typist:
        self.wait("ready")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def send(self, command: str, **args: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"command": command, **args}).encode() + b"\n")
        self._process.stdin.flush()

    def wait(self, event: str, timeout_s: float = 20.0, after: int = 0) -> dict[str, Any]:
        """The first event of this name after the first `after` ones."""
        deadline = time.monotonic() + timeout_s
        while True:
            found = [one for one in self.events[after:] if one["event"] == event]
            if found:
                return found[0]
            assert time.monotonic() < deadline, f"no {event} in {self.events[-5:]}"
            gevent.sleep(0.01)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.events.append(json.loads(line))
