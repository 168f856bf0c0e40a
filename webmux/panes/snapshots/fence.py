"""Finds the moment in the output of a pane that a capture of it belongs to.

tmux may send a reply before output that is older, and a client reads late. So a capture is exact only if no
output of the pane came between the command and its reply; otherwise it is taken again. If the pane is never
quiet for so long, we have tmux send none of its output (`:pause`; the program runs on), which loses what
is printed until the capture: then every viewer needs the capture.
Measured: docs/decisions/0024-pane-snapshots.md. `:off` instead of `:pause` crashes tmux before 3.7.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from gevent.event import AsyncResult

from webmux.errors import PaneNotFound
from webmux.logs import get_logger
from webmux.tmux.control.connection import ConnectionLost, Done
from webmux.tmux.control.parser import Reply
from webmux.tmux.control.quoting import Command

log = get_logger(__name__)

QUIET_MAX_S = 0.1
"""How long we try to find the pane quiet before we pause it."""
IMAGE_MAX_S = 3.0
"""How much longer while it prints an image: a pause would cut it for all viewers."""


_Result: TypeAlias = "AsyncResult[Any]"


class FencePort(Protocol):
    """What a fence uses of the hub of its pane. Nothing here switches."""

    received_bytes: int

    @property
    def end_offset(self) -> int: ...

    @property
    def in_image(self) -> bool: ...

    def on_cut(self) -> None:
        """Output was lost: nobody may continue across this place."""


class Firing(Protocol):
    """What a fence uses of a `PaneLink`."""

    def fire(self, *commands: Command, done: Done | None = None) -> None: ...


@dataclass(frozen=True, slots=True)
class Fenced:
    """The answers of the commands. The output after them begins at `offset`; `cut` if all viewers need it.

    A later one has a higher `number`.
    """

    blocks: tuple[Sequence[bytes], ...]
    offset: int
    cut: bool
    number: int = field(default_factory=itertools.count(1).__next__, compare=False)


class Fence:
    """Fences of one pane, one at a time. Everything happens in the greenlet that reads tmux."""

    def __init__(
        self,
        link: Firing,
        pane: int,
        commands: Callable[[], Sequence[Command]],
        port: FencePort,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._link = link
        self._pane = pane
        self._commands = commands
        self._port = port
        self._clock = clock
        self._until = 0.0
        self.stays_paused = False
        """The program of the pane has ended. tmux sends no output until there is another one, whose last
        output could end tmux if that one ends before we know of it; see `Traits.crashes_on_respawn`."""

    def take(self, *, quiet: bool = False, cut: bool = False) -> Fenced:
        """Run the commands at a known place of the output.

        With `quiet` this never pauses the pane and gives up instead; with `cut` it pauses it at once.

        Raises:
            PaneNotFound: the pane has ended.
            ConnectionLost: the client has ended.
            NotQuiet: with `quiet`, the pane printed all the time.

        Switches: yes. Cost: 0.2 ms of tmux for each attempt; at most `QUIET_MAX_S` of attempts, or
        `IMAGE_MAX_S` during an image.
        """
        result: _Result = AsyncResult()
        self._until = self._clock() + QUIET_MAX_S
        if cut:
            self._pause(result)
        else:
            self._try(result, quiet=quiet)
        fenced: Fenced = result.get()  # type: ignore[assignment]  # it waits without a limit
        return fenced

    def hold(self) -> None:
        """Have tmux send no output of the pane until `release`. Raises and switches as `take`."""
        result: _Result = AsyncResult()

        def paused(replies: list[Reply] | None) -> None:
            if not self._has_failed(replies, result):
                self._port.on_cut()
                result.set()

        self._link.fire(self._flow("pause"), done=paused)
        result.get()

    def look(self, commands: Sequence[Command]) -> tuple[Sequence[bytes], ...]:
        """Run commands while the pane is held. Raises and switches as `take`."""
        result: _Result = AsyncResult()

        def done(replies: list[Reply] | None) -> None:
            if not self._has_failed(replies, result):
                assert replies is not None
                result.set(_lines(replies))

        self._link.fire(*commands, done=done)
        blocks: tuple[Sequence[bytes], ...] = result.get()  # type: ignore[assignment]  # as above
        return blocks

    def release(self) -> Fenced:
        """Capture a held pane and have its output sent again from there. Raises and switches as `take`."""
        result: _Result = AsyncResult()
        self._capture_and_continue(result)
        fenced: Fenced = result.get()  # type: ignore[assignment]  # as above
        return fenced

    def resume(self) -> None:
        """Have the output of the pane sent again, without a capture, unless it `stays_paused`.

        Does not switch.
        """
        self._link.fire(self._go_on())

    def _try(self, result: _Result, *, quiet: bool) -> None:
        before = self._port.received_bytes

        def done(replies: list[Reply] | None) -> None:
            if self._has_failed(replies, result):
                return
            assert replies is not None
            if self._port.received_bytes == before:
                result.set(Fenced(_lines(replies), self._port.end_offset, cut=False))
            elif self._clock() < self._until + IMAGE_MAX_S * self._port.in_image:
                self._try(result, quiet=quiet)
            elif quiet:
                result.set_exception(NotQuiet(f"pane %{self._pane} prints all the time"))
            else:
                self._pause(result)

        self._link.fire(*self._commands(), done=done)

    def _pause(self, result: _Result) -> None:
        def paused(replies: list[Reply] | None) -> None:
            if not self._has_failed(replies, result):
                self._capture_and_continue(result)

        self._link.fire(self._flow("pause"), done=paused)

    def _capture_and_continue(self, result: _Result) -> None:
        """Capture a pane that is paused. Nothing of it can arrive before it continues."""
        self._port.on_cut()
        offset = self._port.end_offset

        def captured(replies: list[Reply] | None) -> None:
            # Output of this pane may come before these replies, if they wait behind that of another pane. All
            # of it was printed after `:continue`.
            if self._has_failed(replies, result):
                self.resume()
                return
            assert replies is not None
            result.set(Fenced(_lines(replies[:-1]), offset, cut=True))

        self._link.fire(*self._commands(), self._go_on(), done=captured)

    def _go_on(self) -> Command:
        return self._flow("pause" if self.stays_paused else "continue")

    def _flow(self, action: str) -> Command:
        return ("refresh-client", "-A", f"%{self._pane}:{action}")

    def _has_failed(self, replies: list[Reply] | None, result: _Result) -> bool:
        if replies is None:
            result.set_exception(ConnectionLost("the connection to tmux ended before it answered"))
        elif not replies[-1].ok:
            log.info("fence", pane=self._pane, printed=b" ".join(replies[-1].lines)[:200])
            result.set_exception(PaneNotFound(f"%{self._pane}"))
        return replies is None or not replies[-1].ok


class NotQuiet(Exception):
    """A pane printed all the time, and was not to be paused."""


class PaneHeld(NotQuiet):
    """A pane is paused in tmux because it floods; its viewers get frames."""


def _lines(replies: Sequence[Reply]) -> tuple[Sequence[bytes], ...]:
    return tuple(reply.lines for reply in replies)
