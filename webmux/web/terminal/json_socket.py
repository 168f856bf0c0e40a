"""`/ws`: JSON messages for simple clients. Each connection has a pty of its own.

It has no flow control and shares nothing. Benches compare `/ws/optimized` with it.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import gevent
from flask import Flask

from webmux.auth.gate import Login
from webmux.auth.roles import Role
from webmux.errors import (
    BadField,
    Forbidden,
    QuotaReached,
    SourceClosed,
    SubscriberClosed,
    TmuxError,
    WebMuxError,
)
from webmux.hub.copies import CopyFilter, LastTyped
from webmux.live import Live
from webmux.logs import get_logger
from webmux.model import Session, Size, TmuxState, Window
from webmux.source import Source
from webmux.tmux import names
from webmux.web.access.audit_trail import audit, later_audit
from webmux.web.access.policy import check_role
from webmux.web.engine.transport import WebSocket
from webmux.web.presence.admin_events import AdminPush
from webmux.web.presence.connections import OpenSockets
from webmux.web.presence.latest_push import LatestPush
from webmux.web.presence.page_visibility import OpenPage
from webmux.web.services import Services, require_login, services
from webmux.web.terminal.activity_push import ActivityPush
from webmux.web.terminal.machine_stats import host_stats_of_ws
from webmux.web.terminal.preview_push import PreviewPush
from webmux.web.terminal.session_list import listed
from webmux.web.terminal.socket_handlers import Handlers
from webmux.web.terminal.upgrade import socket_route
from webmux.wire import codec, messages

PREVIEWS_MAX = 100
"""More cards than fit on any screen."""

SAVED_PAUSE_S = 0.25
"""Between two messages about saved sessions: a restore reports each step."""

log = get_logger(__name__)
Message = dict[str, Any]

MESSAGES: Handlers[str, Callable[[JsonSocket, Message], None]] = Handlers()


def _reports(
    kind: str,
) -> Callable[[Callable[[JsonSocket, Message], Message]], Callable[[JsonSocket, Message], None]]:
    """Answer a message by one of this kind: with what the method returns, or with why it failed."""
    event = kind.replace("-", "_")

    def decorate(change: Callable[[JsonSocket, Message], Message]) -> Callable[[JsonSocket, Message], None]:
        def run(client: JsonSocket, message: Message) -> None:
            try:
                done = change(client, message)
            except (BadField, QuotaReached, TmuxError) as error:
                audit(event, "failed", code=error.code)
                client.send(kind, success=False, error=error.message)
            else:
                audit(event, **done)
                client.send(kind, success=True, **done)
                if kind.startswith("session-") and not client.watches_sessions:
                    client.send_sessions()  # simple clients do not ask for the list again

        return run

    return decorate


def register(app: Flask, live: Live, sockets: OpenSockets) -> None:
    """Add the route."""

    @socket_route(app, "/ws", sockets, lambda: None)
    def json_socket(ws: WebSocket) -> None:
        JsonSocket(ws, live, require_login(), services()).serve()


class JsonSocket:
    """One JSON client: it manages sessions, and is attached to one of them at a time."""

    def __init__(self, ws: WebSocket, live: Live, login: Login, shared: Services) -> None:
        self._ws = ws
        self._sockets = shared.sockets
        self._login = login
        self._services = shared
        self._live = live
        self._tmux = live.tmux
        self._quotas = shared.quotas
        self._source: Source | None = None
        self._session_id = self._session_name = ""
        self._typed = LastTyped()
        self._stop_following: Callable[[], None] = lambda: None
        self._audit_later = later_audit()
        self._reader: gevent.Greenlet[..., Any] | None = None
        self._previews = PreviewPush(live.previews, self.send)
        self._admin_push = AdminPush(shared.admin_changes, self.send)
        self._stop_watching: list[Callable[[], None]] = []
        self._stop_saved: list[Callable[[], None]] = []
        self._question = ExitStack()

    def serve(self) -> None:
        """Answer messages until either side ends. Raises SubscriberClosed: the connection ended in order."""
        try:
            while True:
                text = self._ws.receive()
                if isinstance(text, bytes):
                    self._ws.close(1003, "messages are JSON text")
                    continue
                try:
                    self._take(messages.parse(text))
                except WebMuxError as error:
                    if isinstance(error, SubscriberClosed):
                        raise
                    self.send("error", message=error.message)
        finally:
            self._detach()
            self._previews.close()
            self._admin_push.close()
            self._question.close()
            for stop_watching in (*self._stop_watching, *self._stop_saved):
                stop_watching()

    def _take(self, message: Message) -> None:
        handler = MESSAGES.get(message["type"])
        if handler is None:
            # Not an error: a client that knows more messages would take it for the answer to another one.
            self.send("unsupported", requested=message["type"][:40])
            return
        check_role(self._login, handler.role)
        handler.run(self, message)

    def send(self, kind: str, **fields: Any) -> None:
        """Send one message. Switches: while the connection takes no bytes."""
        self._ws.send([codec.text(messages.encode(kind, **fields))])

    @MESSAGES.add("ping", Role.VIEWER)
    def _ping(self, message: Message) -> None:
        self.send("pong", id=messages.ping_id(message))

    @MESSAGES.add("get-stats", Role.VIEWER)
    def _get_stats(self, message: Message) -> None:
        self.send("stats", stats=host_stats_of_ws())

    @MESSAGES.add("watch-saved-sessions", Role.VIEWER)
    def _watch_saved_sessions(self, message: Message) -> None:
        saved, watch = self._services.saved_sessions, self._live.watch
        may_see = self._login.role.allows(Role.OPERATOR)

        def send() -> None:
            # Not by `self.send`, which leaves out what is null.
            message = {"type": "saved-sessions", **saved.fields(watch.state, with_problems=may_see)}
            self._ws.send([codec.text(json.dumps(message))])

        if not self._stop_saved:
            push = LatestPush(send, SAVED_PAUSE_S)
            self._stop_saved = [saved.changed.add(push.wake), push.close]
        send()

    @MESSAGES.add("show-question", Role.VIEWER)
    def _show_question(self, message: Message) -> None:
        """A page shows the question of the agent in a pane, or is hidden: it needs no notification."""
        page = OpenPage("", lambda: self._ws.received_at, pane_id=names.check_pane_id(message.get("paneId")))
        page.set_visible(message.get("visible"))
        self._question.close()
        self._question.enter_context(self._services.page_visibility.opened(self._login.user_id, page))

    @MESSAGES.add("watch-admin", Role.ADMIN)
    def _watch_admin(self, message: Message) -> None:
        self._admin_push.watch()

    # -- the terminal ----------------------------------------------------------------------

    @MESSAGES.add("attach-session", Role.OPERATOR)  # it sizes the session
    def _attach(self, message: Message) -> None:
        session = self._session(message, "sessionName")
        size = Size.checked(message.get("cols", 80), message.get("rows", 24))
        self._detach()
        source = self._tmux.attach_source(session.id, size)
        self._source = source
        self._typed = self._live.states.typed_in(session.id)
        self._stop_following = self._live.clients.follow(source.tty, session.id, self._session_changed)
        self._session_id, self._session_name = session.id, session.name
        self._sockets.note(self._ws, view="json", session_id=session.id, session_name=session.name)
        audit("attach", session=session.name, view="json")
        self.send("attached", sessionName=session.name)
        self._reader = gevent.spawn(self._read_all, self._source)
        self._reader.name = f"json reader {session.id}"

    def _detach(self) -> None:
        if self._source is not None:
            self._stop_following()
            self._source.close()
            self._source = None
            self._sockets.note(self._ws, view="", session_id="", session_name="")
            audit("detach", session=self._session_name)
        if self._reader is not None:
            self._reader.join()
            self._reader = None

    def _session_changed(self, session: Session) -> None:
        """The tmux client shows another session now. Never switches."""
        self._audit_later("switched", session=self._session_name, to=session.name)
        self._session_id, self._session_name = session.id, session.name
        self._typed = self._live.states.typed_in(session.id)
        self._sockets.note(self._ws, session_id=session.id, session_name=session.name)
        gevent.spawn(self._send_quietly, "attached", sessionName=session.name)

    def _read_all(self, source: Source) -> None:
        copies = CopyFilter()
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        try:
            while True:
                data = source.read(self._live.limits.read_chunk_bytes)
                self._live.decoded_bytes += len(data)
                data, copied = copies.take(data)
                for copy in copied if self._typed.by is self else ():
                    self.send("clipboard", data=copy.text, tooBig=copy.text is None or None)
                text = decode(data)
                if text:
                    self.send("output", data=text)
                gevent.sleep(0)  # neither the read nor the write may have waited: let others run
        except SourceClosed as closed:
            if closed.reason != "closed":
                self._send_quietly("disconnected")
        except SubscriberClosed:
            source.close()

    def _send_quietly(self, kind: str, **fields: Any) -> None:
        try:
            self.send(kind, **fields)
        except SubscriberClosed:
            pass  # the client has left

    @MESSAGES.add("input", Role.OPERATOR)
    def _input(self, message: Message) -> None:
        data = messages.text_field(message, "data") or ""
        source = self._attached_source()
        self._typed.note(self, lambda: self._source is source)
        source.write(data.encode())
        services().recordings.typed(self._session_id, self._login.user)

    @MESSAGES.add("resize", Role.OPERATOR)
    def _resize(self, message: Message) -> None:
        size = Size.checked(message.get("cols"), message.get("rows"))
        self._attached_source().resize(size)

    def _attached_source(self) -> Source:
        if self._source is None:
            raise Forbidden("attach to a session first")
        return self._source

    # -- sessions --------------------------------------------------------------------------

    @MESSAGES.add("list-sessions", Role.VIEWER)
    def _list_sessions(self, message: Message) -> None:
        if message.get("watch") is True and not self._stop_watching:
            # Changes are made in other greenlets, which must not wait for a slow browser.
            push = LatestPush(lambda: self.send_sessions(self._live.watch.state))
            agents = LatestPush(lambda: self.send("agents", **self._live.agents.fields()))
            answers = LatestPush(lambda: self.send("answers", **self._services.agent_answers.fields()))
            self._stop_watching = [
                self._live.watch.add_listener(lambda before, now: push.wake()),
                self._live.presence_changed.add(push.wake),
                services().recordings.changed.add(push.wake),
                ActivityPush(self._live.watch, self.send).close,
                push.close,
                self._live.agents.changed.add(agents.wake),
                agents.close,
                self._services.agent_answers.changed.add(answers.wake),
                answers.close,
            ]
            agents.wake()
            answers.wake()
        self.send_sessions()

    @property
    def watches_sessions(self) -> bool:
        """Whether the client gets the list after each change."""
        return bool(self._stop_watching)

    def send_sessions(self, state: TmuxState | None = None) -> None:
        """Send the list of sessions, as tmux has it now unless a state is given."""
        state = state or self._live.state()
        entries = [
            messages.session_entry(session, fields)
            for session, fields in zip(state.sessions, listed(self._services, state), strict=True)
        ]
        self.send("sessions-list", epoch=state.epoch, sessions=entries)

    @MESSAGES.add("watch-previews", Role.VIEWER)
    def _watch_previews(self, message: Message) -> None:
        ids = message.get("sessionIds")
        if not isinstance(ids, list) or len(ids) > PREVIEWS_MAX:
            raise BadField("sessionIds", f"must be a list of at most {PREVIEWS_MAX} session ids")
        self._previews.watch({names.check_session_id(session_id) for session_id in ids})

    def _session(self, message: Message, field: str) -> Session:
        return self._tmux.find_session(messages.text_field(message, field) or "")

    @MESSAGES.add("create-session", Role.OPERATOR)
    @_reports("session-created")
    def _create_session(self, message: Message) -> Message:
        name = messages.text_field(message, "name", required=False)
        return {"sessionName": self._quotas.create_session(self._login.user, name=name).name}

    @MESSAGES.add("kill-session", Role.OPERATOR)
    @_reports("session-killed")
    def _kill_session(self, message: Message) -> Message:
        session = self._session(message, "sessionName")
        self._tmux.kill_session(session.id)
        return {"sessionName": session.name}

    @MESSAGES.add("rename-session", Role.OPERATOR)
    @_reports("session-renamed")
    def _rename_session(self, message: Message) -> Message:
        old = self._session(message, "sessionName")
        new = self._tmux.rename_session(old.id, messages.text_field(message, "newName") or "")
        return {"sessionName": old.name, "newName": new.name}

    # -- windows ---------------------------------------------------------------------------

    @MESSAGES.add("list-windows", Role.VIEWER)
    def _list_windows(self, message: Message) -> None:
        session = self._session(message, "sessionName")
        windows = self._tmux.list_windows(session.id)
        entries = [messages.window_entry(window) for window in windows]
        self.send("windows-list", sessionName=session.name, windows=entries)

    def _window(self, message: Message) -> Window:
        session = self._session(message, "sessionName")
        index = messages.index_field(message, "windowIndex")
        for window in self._tmux.list_windows(session.id):
            if window.index == index:
                return window
        raise BadField("windowIndex", f"no window has index {index}", code="window_not_found")

    @MESSAGES.add("select-window", Role.OPERATOR)
    @_reports("window-selected")
    def _select_window(self, message: Message) -> Message:
        window = self._window(message)
        self._tmux.select_window(window.id, window.session_id)
        return {"windowIndex": window.index}

    @MESSAGES.add("create-window", Role.OPERATOR)
    @_reports("window-created")
    def _create_window(self, message: Message) -> Message:
        name = messages.text_field(message, "windowName", required=False)
        session = self._session(message, "sessionName")
        window = self._quotas.create_window(self._login.user, session.id, name=name)
        return {"windowIndex": window.index}

    @MESSAGES.add("kill-window", Role.OPERATOR)
    @_reports("window-killed")
    def _kill_window(self, message: Message) -> Message:
        window = self._window(message)
        self._tmux.kill_window(window.id)
        return {"windowIndex": window.index}

    @MESSAGES.add("rename-window", Role.OPERATOR)
    @_reports("window-renamed")
    def _rename_window(self, message: Message) -> Message:
        new_name = messages.text_field(message, "newName") or ""
        old = self._window(message)
        window = self._tmux.rename_window(old.id, new_name, old.session_id)
        return {"windowIndex": window.index, "newName": window.name}
