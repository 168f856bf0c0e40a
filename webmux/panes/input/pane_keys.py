"""Types into single panes: keys, pastes, keys by name and reports, in the order in which they came.

Each call sends its lines to tmux at once. tmux's reply is the receipt: then the program can read the bytes.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Protocol

from webmux.mirror.keys import KEYS_MAX_BYTES, PASTE_MAX_BYTES, sent_keys
from webmux.panes.input.key_names import check_key_name, plain_bytes
from webmux.source import Receipt
from webmux.tmux.control.notifications import Notification
from webmux.tmux.control.parser import Reply
from webmux.tmux.control.quoting import Command
from webmux.tmux.version import traits
from webmux.wire.pane_records import KEY_NAME, PASTE, REPORT

LINE_MAX_COMMANDS = 32
"""tmux reads a line as a whole before it runs any of it."""
COPIED_MAX_BYTES = 4096
"""Of one `send-keys -l`, whose keys tmux copies to synchronized panes one by one."""
KNOWN_MAX = 1024
BUFFER = f"webmux-pane-keys-{os.getpid()}"
_SEGMENTS = re.compile(rb"[^\0]{1,%d}|\0{1,%d}" % (PASTE_MAX_BYTES, KEYS_MAX_BYTES))
_COPIED = re.compile(rb"[\s\S]{1,%d}" % COPIED_MAX_BYTES)
_WITHOUT_NUL = re.compile(rb"[^\0]+|\0{1,%d}" % KEYS_MAX_BYTES)
_FOCUS = re.compile(rb"(?:\x1b\[[IO])+")
_MOUSE = re.compile(rb"(?:\x1b\[(?:<\d+;\d+;\d+[Mm]|M[\x20-\xff]{3}|\d+;\d+;\d+M))+", re.DOTALL)

_Line = tuple[int, list[Command]]
"""How many bytes of input the commands type, and the commands."""


class PaneFacts(Protocol):
    """What is known of a pane now. Nothing here may switch."""

    def mode(self, pane: int) -> str:
        """The mode that tmux shows over the pane, or `""`."""

    def synchronized(self, pane: int) -> bool:
        """Whether tmux copies its keys to the other panes of the window."""

    def reports_focus(self, pane: int) -> bool:
        """Whether its program certainly asked for reports of the focus."""

    def extended_keys(self, pane: int) -> bool:
        """Whether its program certainly asked for extended keys."""


class KeyLink(Protocol):
    """What this uses of a `PaneLink`."""

    version: str

    def fire(self, *commands: Command, done: Callable[[list[Reply] | None], None] | None = None) -> None:
        """See `PaneLink.fire`."""


class PaneKeys:
    """The input of all panes of one link. Nothing here switches or waits."""

    def __init__(self, link: KeyLink, facts: PaneFacts) -> None:
        self._link = link
        self._facts = facts
        self._visible_paste = traits(link.version).cleans_pastes
        self._encodes_names = traits(link.version).plain_keys_otherwise
        self._without_mode: set[int] = set()
        self._waiting: deque[_Waiting] = deque()

    def type(self, pane: int, kind: int, data: bytes | memoryview, receipt: Receipt | None = None) -> None:
        """Type `data` into a pane. `receipt` is notified of each byte that tmux took, in order.

        Input for a pane that is gone is refused. A report that the program did not ask for counts as taken,
        and so does one that is neither of the mouse nor of the focus.

        Raises:
            BadRecord: `data` is no name of a key, though `kind` says so. Nothing was typed.
        """
        raw = bytes(data)
        lines = self._lines(pane, kind, raw)
        if not lines:
            self.skip(len(raw), receipt)
        for count, commands in lines:
            waiting = _Waiting(receipt, count, has_buffer=commands[0][0] == "set-buffer")
            waiting.refusable = kind != REPORT
            self._waiting.append(waiting)
            done = partial(self._take_reply, waiting)
            self._link.fire(*self._leave_mode(pane), *commands, done=done)

    def skip(self, count: int, receipt: Receipt | None, *, refused: bool = False) -> None:
        """Count input as taken that is not typed, or as `refused`, after all that came before it."""
        waiting = _Waiting(receipt, count)
        waiting.taken, waiting.refused = True, refused
        self._waiting.append(waiting)
        self._report_taken()

    def on_notification(self, notification: Notification) -> None:
        """A pane entered or left a mode, so ask tmux to leave it before the next key."""
        if notification.kind == "%pane-mode-changed":
            self._without_mode.clear()

    # -- commands --------------------------------------------------------------------------

    def _leave_mode(self, pane: int) -> list[Command]:
        """Leave the mode of the pane in the same line, because it would take the keys, unless it has none."""
        if pane in self._without_mode:
            return []
        if len(self._without_mode) >= KNOWN_MAX:
            self._without_mode.clear()
        self._without_mode.add(pane)
        return [("copy-mode", "-q", "-t", f"%{pane}")]

    def _lines(self, pane: int, kind: int, data: bytes) -> list[_Line]:
        target = f"%{pane}"
        if kind == KEY_NAME:
            return [(len(data), self._named(pane, check_key_name(data)))]
        if kind == REPORT:
            return _key_lines(target, data) if self._is_requested(pane, data) else []
        if self._facts.synchronized(pane):
            # tmux copies keys to the other panes, but not what it pastes.
            return [line for match in _COPIED.finditer(data) for line in _key_lines(target, match[0])]
        return list(self._pasted(target, data) if kind == PASTE else self._typed(target, data))

    def _named(self, pane: int, name: str) -> list[Command]:
        plain = plain_bytes(name)
        if plain is None or self._encodes_names or self._facts.extended_keys(pane):
            return [("send-keys", "-t", f"%{pane}", name)]
        return sent_keys(f"%{pane}", plain)

    def _pasted(self, target: str, data: bytes) -> Iterator[_Line]:
        for match in _WITHOUT_NUL.finditer(data):  # a buffer holds no NUL
            part = match[0]
            yield len(part), self._paste(target, part) if part[0] else sent_keys(target, part)

    def _typed(self, target: str, data: bytes) -> Iterable[_Line]:
        if len(data) <= KEYS_MAX_BYTES:
            return _key_lines(target, data)
        return self._typed_long(target, data)

    def _typed_long(self, target: str, data: bytes) -> Iterator[_Line]:
        for match in _SEGMENTS.finditer(data):
            if len(match[0]) > KEYS_MAX_BYTES:
                yield len(match[0]), self._typed_by_buffer(target, match[0])
            else:
                yield from _key_lines(target, match[0])

    def _is_requested(self, pane: int, data: bytes) -> bool:
        if _FOCUS.fullmatch(data):
            return self._facts.reports_focus(pane) and not self._facts.mode(pane)
        return _MOUSE.fullmatch(data) is not None

    def _typed_by_buffer(self, target: str, data: bytes) -> list[Command]:
        text = data.decode("utf-8", "surrogateescape")
        return [("set-buffer", "-b", BUFFER, "--", text), self._paste_command(target, "-r", "-d")]

    def _paste(self, target: str, data: bytes) -> list[Command]:
        """With the marks of a bracketed paste if the program asked for them: only tmux knows."""
        commands: list[Command] = []
        for at in range(0, len(data), PASTE_MAX_BYTES):
            text = data[at : at + PASTE_MAX_BYTES].decode("utf-8", "surrogateescape")
            how = ("-a", "-b") if at else ("-b",)
            commands.append(("set-buffer", *how, BUFFER, "--", text))
        return [*commands, self._paste_command(target, "-p", "-r", "-d")]

    def _paste_command(self, target: str, *flags: str) -> Command:
        how = (*flags, "-S") if self._visible_paste else flags
        return ("paste-buffer", *how, "-b", BUFFER, "-t", target)

    # -- receipts --------------------------------------------------------------------------

    def _take_reply(self, waiting: _Waiting, replies: list[Reply] | None) -> None:
        if replies is None:
            self._lose(waiting)
            return
        if not replies[-1].ok:  # the pane is gone
            waiting.refused = waiting.refusable
            if waiting.has_buffer:
                self._link.fire(("delete-buffer", "-b", BUFFER))  # nobody else deletes it
        waiting.taken = True
        self._report_taken()

    def _report_taken(self) -> None:
        while self._waiting and self._waiting[0].taken:
            first = self._waiting.popleft()
            if first.receipt is not None:
                report = first.receipt.refused if first.refused else first.receipt.taken_more
                report(first.count)

    def _lose(self, waiting: _Waiting) -> None:
        lost = waiting.receipt
        rest = [
            one for one in self._waiting if one is not waiting and (lost is None or one.receipt is not lost)
        ]
        self._waiting = deque(rest)
        if lost is not None:
            lost.lost()
        self._report_taken()


class _Waiting:
    """Input whose reply has not come."""

    __slots__ = ("count", "has_buffer", "receipt", "refusable", "refused", "taken")

    def __init__(self, receipt: Receipt | None, count: int, *, has_buffer: bool = False) -> None:
        self.receipt = receipt
        self.count = count
        self.has_buffer = has_buffer
        self.refusable = self.refused = self.taken = False


def _key_lines(target: str, data: bytes) -> list[_Line]:
    commands = sent_keys(target, data)
    if len(commands) <= LINE_MAX_COMMANDS:
        return [(len(data), commands)] if commands else []
    starts = range(0, len(commands), LINE_MAX_COMMANDS)
    lines = [commands[at : at + LINE_MAX_COMMANDS] for at in starts]
    return [(sum(map(_typed_bytes, line)), line) for line in lines]


def _typed_bytes(command: Command) -> int:
    return len(command) - 4 if command[1] == "-H" else len(command[-1].encode())
