"""What one connection types: plain input, and numbered input, which counts once however often it is sent."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import gevent

from webmux.auth.gate import Login
from webmux.errors import BadRecord, InputLost, SubscriberClosed, TmuxError
from webmux.hub.input_stream import InputStream, Write
from webmux.hub.viewer import Viewer
from webmux.model import Session
from webmux.recording.catalogue import Recordings
from webmux.source import Receipt
from webmux.web.engine.transport import WebSocket
from webmux.web.presence.guests import Guest
from webmux.web.presence.input_streams import InputStreams, StreamKey
from webmux.web.terminal.input_audit import InputAudit
from webmux.web.terminal.outbox import Outbox
from webmux.wire import records
from webmux.wire.opcodes import Opcode

CONFIRM_AFTER_S = 0.004
"""Input that is accepted within this time is confirmed by one record, after the echo of the first key."""
REFUSED = "the pane had ended, so it did not get this input"
LOST_AFTER_S = 0.05
"""A terminal that ended reports it within this time."""


class Typist:
    """The input of one connection; `subscriber` is set before the first record.

    `leave_mode` ends the mode that tmux shows over the active pane; it asks tmux, and may switch.
    `replace` ends this connection at once, because its page has a newer one; it returns the guest it was.
    """

    subscriber: Viewer

    def __init__(
        self,
        ws: WebSocket,
        session: Session,
        login: Login,
        recordings: Recordings,
        leave_mode: Callable[[], None],
        replace: Callable[[], Guest | None],
    ) -> None:
        self.replace = replace
        self._stream: InputStream | None = None
        self._forget: Callable[[], None] = lambda: None
        self._known = False
        self._refused: list[tuple[int, int]] = []
        self._refusals = 0
        self._ws = ws
        self._session = session
        self._login = login
        self._recordings = recordings
        self._leave_mode = leave_mode
        self._audit = InputAudit(session.name)
        self._confirming: gevent.Greenlet[..., Any] | None = None

    def claim(self, streams: InputStreams, key: StreamKey) -> Typist | None:
        """Own this stream from now on; returns the connection that owned it before. Never switches."""
        stream, self._known = streams.arrive(key, self._place)
        before, stream.holder = stream.holder, self
        self._stream = stream
        self._forget = lambda: streams.leave(key, stream)
        return before if isinstance(before, Typist) else None

    def session_changed(self, session: Session) -> None:
        """The terminal shows another session now; the stream continues in it."""
        self._session = session
        self._audit.session_changed(session.name)
        if self._stream is not None:
            self._stream.place = self._place

    @property
    def _place(self) -> tuple[str, str]:
        return self._session.epoch, self._session.id

    def greeting(self) -> dict[str, Any]:
        """The fields of Attached about the stream."""
        stream = self._stream
        if stream is None:
            return {}
        refused = {"refused": list(stream.refused_parts)} if stream.refused_parts else {}
        return {"input": {"taken": stream.taken, "known": self._known, **refused}}

    def take(self, data: memoryview) -> None:
        """Type input without a number; it is never confirmed."""
        self.subscriber.write(data)
        self.note(len(data))

    def take_numbered(self, payload: memoryview) -> None:
        """Type the part of it that is new.

        Raises:
            BadRecord: this connection has no stream, or bytes before these are missing.
            InputLost: nobody knows what was accepted; the connection has to end.
        """
        offset, flags, data = records.parse_numbered(payload)

        def write(rest: memoryview, receipt: Receipt) -> None:
            if flags & records.LEAVE_MODE:
                self._leave_mode()
            self.subscriber.write(rest, receipt)

        self.take_at(offset, data, write)

    def take_at(self, offset: int, data: memoryview, write: Write) -> None:
        """Have `write` type those of these bytes that are new; `offset` is that of the first one.

        Raises: as `take_numbered`.
        """
        if self._stream is None:
            raise BadRecord("NumberedInput needs the query field input")
        try:
            count = self._stream.take(offset, data, write)
        except TmuxError as error:
            raise InputLost("tmux did not leave its mode, so these keys were not typed") from error
        if count:
            self.note(count)

    def ended(self) -> None:
        """The connection has ended."""
        self._audit.ended()
        if self._confirming is not None:
            self._confirming.kill(block=False)
        if self._stream is not None and self._stream.holder is self:
            self._forget()

    def input_taken(self) -> None:
        """See `Holder.input_taken`."""
        if not self._confirming:
            self._confirming = gevent.spawn_later(CONFIRM_AFTER_S, self._confirm)

    def input_refused(self, offset: int, count: int) -> None:
        """See `Holder.input_refused`; reported before the bytes are confirmed."""
        if self._refused and sum(self._refused[-1]) == offset:
            offset, before = self._refused.pop()
            count += before
        self._refused.append((offset, count))

    def confirm_now(self) -> None:
        """Confirm input that waits to be confirmed: after the end of the terminal it would be too late."""
        if self._confirming:
            self._confirming.kill(block=False)
            self._confirm()

    def input_lost(self) -> None:
        """See `Holder.input_lost`."""
        gevent.spawn_later(LOST_AFTER_S, self._end_lost)

    def note(self, count: int) -> None:
        """So many bytes were typed: recordings and the audit log get to know that."""
        self._recordings.typed(self._session.id, self._login.user)
        self._audit.typed(count)

    def _confirm(self) -> None:
        self._confirming = None
        if self._stream is not None:
            taken = records.record(Opcode.INPUT_TAKEN, records.offset_payload(self._stream.taken))
            refused, self._refused = self._refused, []
            # A confirmation that waits before these may not become a later one: the page would drop them.
            self._refusals += bool(refused)
            out = Outbox(self._ws)
            with suppress(SubscriberClosed):
                for offset, count in refused:
                    part = {"offset": offset, "count": count}
                    out.answer_error("pane_not_found", REFUSED, input=part)
                out.answer(taken, newest=f"input taken {self._refusals}")

    def _end_lost(self) -> None:
        if not self.subscriber.hub.closed:
            self._ws.close(InputLost.close_code, "input may be lost")
