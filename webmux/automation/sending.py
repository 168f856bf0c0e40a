"""Types text and keys into a pane for a program: text as one paste, Enter apart."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from weakref import WeakValueDictionary

import gevent
from gevent.lock import BoundedSemaphore

from webmux.automation.pane_now import PaneNow, pane_error, pane_now
from webmux.errors import BadField, PaneDead, PaneInMode, TmuxError
from webmux.mirror.keys import sent_keys
from webmux.mirror.panes import Place
from webmux.panes.input.key_names import NAME_MAX_BYTES, is_key_name, plain_bytes
from webmux.tmux.control.quoting import Command
from webmux.tmux.server import Tmux
from webmux.tmux.version import traits

TEXT_MAX_BYTES = 1024 * 1024
KEYS_MAX = 64
NOTED_MAX = 1000
ENTER_AFTER_S = 0.1
"""Programs take an Enter that comes with a paste as a part of it."""

_PASTE_END = re.compile("(?:\x1b\\[|\x9b)201~")
"""What ends a bracketed paste, in both forms of CSI: the rest would be typed as if by a user."""
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Input:
    """What to type. `leave_mode` ends copy mode and the like first, which otherwise refuses the input."""

    text: str | None = None
    keys: Sequence[str] = ()
    enter: bool = False
    leave_mode: bool = False

    def check(self) -> bytes:
        """The text as bytes.

        Raises:
            BadField: there is nothing to type, or both text and keys, or something that cannot be typed.
        """
        if self.text is not None and self.keys:
            raise BadField("keys", "send either text or keys")
        if not (self.text or self.keys or self.enter):
            raise BadField("text", "send text, keys or enter")
        for place, key in enumerate(self.keys):
            if len(key.encode("utf-8", "replace")) > NAME_MAX_BYTES or not is_key_name(key):
                raise BadField(
                    f"keys.{place}",
                    "must be tmux's name of one key, such as C-c, Escape or S-Up",
                    code="bad_key",
                )
        data = (self.text or "").encode()
        if len(data) > TEXT_MAX_BYTES:
            raise BadField("text", f"must have at most {TEXT_MAX_BYTES} bytes")
        if _PASTE_END.search(self.text or ""):
            raise BadField(
                "text", "contains ESC [201~, which would end the paste early: remove it", code="paste_end"
            )
        return data


class Sender:
    """Types into panes, one sender after the other in each pane."""

    def __init__(self, tmux: Tmux) -> None:
        self._tmux = tmux
        self._typed_at: dict[str, float] = {}
        self._locks: WeakValueDictionary[str, BoundedSemaphore] = WeakValueDictionary()

    def send(self, place: Place, pane_id: str, what: Input) -> PaneNow:
        """Type into a pane of a place; returns the pane as it was before.

        Text arrives byte for byte as one paste, which is bracketed if the program asked for that.

        Raises:
            BadField: see `Input.check`.
            PaneNotFound, NoTmux, TmuxError: see `pane_now`.
            PaneDead: its program has ended.
            PaneInMode: it is in copy mode or the like, and `leave_mode` was not given.

        Switches: yes, 0.1 s between text and Enter, and while others type into the same pane. Cost: a process
        if there is text.
        """
        data = what.check()
        lock = self._locks.setdefault(pane_id, BoundedSemaphore(1))
        with lock:
            pane = pane_now(self._tmux.link, place, pane_id)
            if pane.dead:
                raise PaneDead(pane_id)
            if pane.mode and not what.leave_mode:
                raise PaneInMode(pane_id, pane.mode)
            try:
                self._type(pane, data, what)
            except TmuxError as error:
                raise pane_error(error, pane_id) from error
            self._note(pane_id)
        return pane

    def typed_at(self, pane_id: str) -> float:
        """When this typed into a pane for the last time, on the clock of `time.monotonic`."""
        return self._typed_at.get(pane_id, float("-inf"))

    def _note(self, pane_id: str) -> None:
        if len(self._typed_at) >= NOTED_MAX:
            self._typed_at.clear()
        self._typed_at[pane_id] = time.monotonic()

    def _type(self, pane: PaneNow, data: bytes, what: Input) -> None:
        link, version = self._tmux.link, self._tmux.version()
        leave: list[Command] = [("copy-mode", "-q", "-t", pane.id)] if pane.mode else []
        if data:
            self._paste(data, pane.id, leave, visible=traits(version).cleans_pastes)
            leave = []
        keys = key_commands(pane.id, what.keys, version)
        if leave or keys:
            link.run(*leave, *keys)
        if what.enter:
            if data or keys:
                gevent.sleep(ENTER_AFTER_S)
            link.run(*key_commands(pane.id, ["Enter"], version))

    def _paste(self, data: bytes, pane_id: str, leave: Sequence[Command], *, visible: bool) -> None:
        buffer = f"webmux-send-{os.getpid()}-{next(_numbers)}"
        how = ("-p", "-r", "-d", "-S") if visible else ("-p", "-r", "-d")
        paste = ("paste-buffer", *how, "-b", buffer, "-t", pane_id)
        try:
            self._tmux.run_with_input(data, ("load-buffer", "-b", buffer, "-"), *leave, paste)
        except TmuxError:
            self._tmux.link.run_each([[("delete-buffer", "-b", buffer)]])  # the pane ended before the paste
            raise


def key_commands(pane_id: str, names: Sequence[str], version: str) -> list[Command]:
    """Commands that press keys, by tmux's names. Before 3.5 tmux types some names letter by letter."""
    commands: list[Command] = []
    for name in names:
        plain = None if traits(version).plain_keys_otherwise else plain_bytes(name)
        if plain is None:
            commands.append(("send-keys", "-t", pane_id, name))
        else:
            commands += sent_keys(pane_id, plain)
    return commands
