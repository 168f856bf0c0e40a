"""A client of `view=panes` in Python: does what the page does, without a browser."""

from __future__ import annotations

import json
import struct
from typing import Any

from tests.client import TerminalClient, shows
from webmux.wire.opcodes import Opcode

SNAPSHOT = struct.Struct("<IQHHBBH")


class Pane:
    """What was received of one pane: `screen` holds every byte since the last full snapshot."""

    def __init__(self) -> None:
        self.screen = bytearray()
        self.offset = 0
        self.size = (0, 0)
        self.flags = 0
        self.snapshots: list[int] = []
        """The kinds of all snapshots."""
        self.output = bytearray()
        """All output, without the bytes of snapshots."""
        self.gaps = 0
        """How many snapshots, after the first one, stand for output that was not sent."""


class PaneClient(TerminalClient):
    """Acknowledges what it reads. `panes` are those that it received, `windows` the layout.

    A Layout after the first snapshot of a pane that it names, or output of a pane that is gone, is an error.
    `screen` has the bytes of all panes.
    """

    def __init__(self, server: Any, session: str, **query: Any) -> None:
        self.panes: dict[int, Pane] = {}
        self.windows: dict[str, dict[str, Any]] = {}
        self.gone: set[int] = set()
        self.seq = -1
        self._unacked: dict[int, int] = {}
        self._current = ""
        super().__init__(server, session, **{"view": "panes", **query})

    # -- out -------------------------------------------------------------------------------

    def look(self, focus: int, *others: int, **args: Any) -> None:
        shown = {str(focus): "focus", **{str(pane): "shown" for pane in others}}
        assert self.ask("look", panes=shown, **args)["ok"]

    def type_to(self, pane: int, text: bytes | str, kind: int = 0) -> None:
        data = text.encode() if isinstance(text, str) else text
        self.send(Opcode.PANE_INPUT, struct.pack("<IB", pane, kind) + data)

    def ack(self) -> None:
        if self._unacked:
            pairs = b"".join(struct.pack("<IQ", pane, offset) for pane, offset in self._unacked.items())
            self._unacked.clear()
            self.send(Opcode.PANE_ACK, pairs)

    def expect(self, pane: int, offset: int) -> None:
        """This client resumes: the first output of a pane begins here."""
        self.panes[pane] = Pane()
        self.panes[pane].offset = offset

    # -- in --------------------------------------------------------------------------------

    @property
    def window(self) -> dict[str, Any]:
        """The current window. A change of it comes in two records: one window begins to be it, one ends."""
        return self.windows[self._current]

    @property
    def focus(self) -> int:
        """The active pane of the current window."""
        return next(pane["pane"] for pane in self.window["panes"] if pane["active"])

    def pump(self, timeout_s: float = 0.05) -> bool:
        arrived = super().pump(timeout_s)
        if self.acks:
            self.ack()
        return arrived

    def shows(self, pane: int, text: bytes) -> bool:
        """Whether these bytes were drawn in a pane since its last full snapshot."""
        return pane in self.panes and shows(self.panes[pane].screen, text)

    def wait_for(self, pane: int, text: bytes, timeout_s: float = 10.0) -> None:
        """Read until these bytes were drawn in a pane."""
        self.wait(lambda client: client.shows(pane, text), timeout_s)

    def ready(self) -> int:
        """Wait for the prompt of the active pane; returns its number."""
        self.wait(lambda client: client.windows and client.shows(client.focus, b"$ "))
        return self.focus

    def _take(self, opcode: int, payload: memoryview) -> None:
        match opcode:
            case Opcode.PANE_OUTPUT:
                number = struct.unpack_from("<I", payload)[0]
                pane = self._known(number)
                data = payload[4:]
                pane.screen += data
                pane.output += data
                self.screen += data
                pane.offset += len(data)
                self.output_bytes += len(data)
                self._unacked[number] = pane.offset
            case Opcode.PANE_SNAPSHOT:
                number, offset, cols, rows, kind, flags, zero = SNAPSHOT.unpack_from(payload)
                assert zero == 0
                pane = self._known(number)
                if kind == 0:
                    pane.screen.clear()
                pane.screen += payload[SNAPSHOT.size :]
                self.screen += payload[SNAPSHOT.size :]
                pane.gaps += bool(pane.snapshots) and offset != pane.offset
                pane.offset, pane.size, pane.flags = offset, (cols, rows), flags
                pane.snapshots.append(kind)
                self.snapshots += 1
                self._unacked[number] = offset
            case Opcode.LAYOUT:
                self._take_layout(json.loads(bytes(payload)))
            case Opcode.ATTACHED:
                self.attached = json.loads(bytes(payload))
            case _:
                super()._take(opcode, payload)

    def _take_layout(self, layout: dict[str, Any]) -> None:
        assert layout["seq"] >= self.seq
        self.seq = layout["seq"]
        for window in layout.get("all", [layout["window"]] if "window" in layout else []):
            self.windows[window["id"]] = window
            if window["active"]:
                self._current = window["id"]
        gone = layout.get("gone", {"windows": [], "panes": []})
        for window_id in gone["windows"]:
            self.windows.pop(window_id, None)
        self.gone |= set(gone["panes"])
        for pane in gone["panes"]:
            self.panes.pop(pane, None)
            self._unacked.pop(pane, None)

    def _known(self, number: int) -> Pane:
        named = {pane["pane"] for window in self.windows.values() for pane in window["panes"]}
        assert number in named, f"no layout has named pane {number}"
        assert number not in self.gone, f"pane {number} is gone"
        return self.panes.setdefault(number, Pane())
