"""Takes the copies of programs (OSC 52) out of the shared output, so that not every viewer gets them.

A copy goes to the user who typed last in the session. See docs/protocol.md.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from webmux.events import Event, HubEvent
from webmux.hub.viewer import Viewer

COPY_MAX_BYTES = 100 * 1024
_ENCODED_MAX_BYTES = -(-COPY_MAX_BYTES // 3) * 4 + 32  # includes the letters that name the selection
_START = b"\x1b]52;"
_END = re.compile(rb"[\x07\x18\x1a\x1b]")  # BEL, CAN, SUB, and ESC, which begins ST or aborts


@dataclass(frozen=True, slots=True)
class Copy:
    """A text for the clipboard; None if it exceeds `COPY_MAX_BYTES`."""

    text: str | None

    def event(self) -> Event:
        return Event("clipboard", {"too_big": True} if self.text is None else {"text": self.text})


class CopyFilter:
    """Finds copies in a stream, wherever reads cut it; buffers at most `COPY_MAX_BYTES` of one, encoded."""

    def __init__(self) -> None:
        self._encoded: bytearray | None = None
        self._partial = b""

    @property
    def holds(self) -> bool:
        """Whether the data so far ends within a copy, or with what may begin one."""
        return self._encoded is not None or bool(self._partial)

    def take(self, data: bytes) -> tuple[bytes, list[Copy]]:
        """The data without copies, and the copies that ended in it. Never switches; linear in `data`."""
        if self._partial:
            data, self._partial = self._partial + data, b""
        if self._encoded is None and b"\x1b" not in data:
            return data, []
        output: list[bytes] = []
        copies: list[Copy] = []
        at = 0
        while at < len(data):
            if self._encoded is None:
                begin = data.find(_START, at)
                if begin < 0:
                    output.append(self._buffer_start(data[at:]))
                    break
                output.append(data[at:begin])
                at, self._encoded = begin + len(_START), bytearray()
                continue
            end = _END.search(data, at)
            self._collect(data[at : end.start() if end else len(data)])
            if end is None:
                break
            at = self._finish(data, end.start(), copies)
        return b"".join(output), copies

    def _collect(self, part: bytes) -> None:
        assert self._encoded is not None
        self._encoded += part[: max(0, _ENCODED_MAX_BYTES + 1 - len(self._encoded))]

    def _buffer_start(self, data: bytes) -> bytes:
        """The data without the start of a copy that may be at its end."""
        length = next(length for length in range(len(_START) - 1, -1, -1) if data.endswith(_START[:length]))
        self._partial = data[len(data) - length :]
        return data[: len(data) - length]

    def _finish(self, data: bytes, at: int, copies: list[Copy]) -> int:
        """End the copy at this place; returns the place at which to continue."""
        assert self._encoded is not None
        if data[at:] == b"\x1b":
            self._partial = b"\x1b"  # the next read has the rest of its sequence
            return at + 1
        is_st = data[at : at + 2] == b"\x1b\\"
        if is_st or data[at] == 0x07:
            copy = _decoded(bytes(self._encoded))
            copies.extend([copy] if copy else [])
        self._encoded = None
        if data[at] == 0x1B:
            return at + 2 if is_st else at
        return at + 1


def _decoded(encoded: bytes) -> Copy | None:
    """None for a request to read the clipboard, an empty copy, and invalid base64."""
    if len(encoded) > _ENCODED_MAX_BYTES:
        return Copy(None)
    _, _, text = encoded.partition(b";")
    if not text or text == b"?":
        return None
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(found) > COPY_MAX_BYTES:
        return Copy(None)
    return Copy(found.decode("utf-8", "replace")) if found else None


@dataclass(slots=True, weakref_slot=True)
class LastTyped:
    """The connection that typed last in a session, in any of its terminals."""

    by: object = None
    guest: bool = False
    notify: Callable[[HubEvent, str], None] | None = None
    """Set if it typed through a mirror, whose source reads no copies."""
    _is_here: Callable[[], bool] = bool

    def note(
        self,
        by: object,
        is_here: Callable[[], bool],
        *,
        guest: bool = False,
        notify: Callable[[HubEvent, str], None] | None = None,
    ) -> None:
        """A connection typed; `is_here` returns later whether it still exists. Never switches."""
        self.by, self.guest, self.notify, self._is_here = by, guest, notify, is_here

    def deliver(self, event: Event, here: Collection[Viewer], owner: Viewer | None) -> None:
        """Send a copy to the connection that typed last; if it has left or none typed, to the size's owner.

        `here` are the subscribers of the hub that read the copy. After a guest typed nobody gets it: a guest
        gets no copies of other users, and they get none of the guest's.
        """
        receiver = owner if owner is not None and owner.may_type and not owner.person.guest else None
        if self.by is not None and (self.guest or self._is_here()):
            # Another terminal of the session reads the copy as well, for its own subscribers.
            receiver = next((one for one in here if one is self.by), None)
            if receiver is None and self.notify is not None and not self.guest:
                self.notify(event, event.name)
        if receiver is not None and not receiver.person.guest:
            receiver.notify(event, event.name)
