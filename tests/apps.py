"""The real application with a pretended tmux, for tests that need answers and no process."""

from __future__ import annotations

import functools
import logging
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, DictLoader

from webmux import logs
from webmux.config import Config
from webmux.config_values import Secret
from webmux.errors import NameTaken, SessionNotFound, SourceClosed, TmuxError, WindowNotFound
from webmux.events import Event
from webmux.hub.counts import Counts
from webmux.hub.hub import Hub
from webmux.mirror.slots import CaptureSlots
from webmux.model import Session, SessionList, Size, TmuxState, Window
from webmux.signals import Signal
from webmux.tmux.character_widths import Widths
from webmux.tmux.session_start import Startups
from webmux.web.app import create_app
from webmux.web.assets.addresses import Assets
from webmux.web.services import EXTENSION, Services
from webmux.web.views import pages

TOKEN = "the-token-of-the-tests"
HOST = "127.0.0.1:8022"
ORIGIN = f"http://{HOST}"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
SHELLS = {name: "<!doctype html>" + name for name in ("login.html", "sessions.html")}
SHELLS["login.html"] += " {{ next_path }}"
SHELLS["terminal.html"] = (
    "<!doctype html>{{ session_name }} {{ view }} {{ no_panes }} {{ asset('js/main.js') }}"
)
UPGRADE = {
    "Connection": "keep-alive, Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "MDEyMzQ1Njc4OTAxMjM0NQ==",
}
"""The headers of a sound upgrade."""


class FakeTmux:
    """Sessions in a list. `broken` is raised by every call while it is set."""

    def __init__(self) -> None:
        self.epoch = "12-34"
        self.sessions: list[Session] = []
        self.windows: list[Window] = []
        self.calls: list[tuple[Any, ...]] = []
        self.broken: TmuxError | None = None
        self.link = SimpleNamespace(connects=0)
        self.startups = Startups()
        self.makers: dict[str, str] = {}
        self.socket_path = "/run/tmux"

    def add(self, name: str) -> Session:
        session = Session(f"${len(self.sessions)}", name, 1, 2, 0, 1, Size(80, 24), self.epoch)
        self.sessions.append(session)
        self.windows.append(Window(f"@{len(self.windows)}", session.id, 0, "sh", True, 1))
        return session

    def check(self) -> str:
        return "3.3a"

    def version(self) -> str:
        return self.check()

    def widths(self) -> Widths:
        return Widths("3.3", False, "l0.34", "3cw.2o")

    def list_sessions(self) -> SessionList:
        self._note("list_sessions")
        return SessionList(self.epoch, tuple(self.sessions))

    def find_session(self, name: str) -> Session:
        self._note("find_session", name)
        for session in self.sessions:
            if session.name == name:
                return session
        raise SessionNotFound(f"no session is named {name!r}")

    def session(self, session_id: str) -> Session:
        for session in self.sessions:
            if session.id == session_id:
                return session
        raise SessionNotFound(f"no session has the id {session_id}")

    def create_session(self, name: str | None = None, **options: Any) -> Session:
        self._note("create_session", name, options)
        if any(session.name == name for session in self.sessions):
            raise NameTaken("taken")
        return self.add(name or str(len(self.sessions)))

    def run(self, *commands: tuple[str, ...]) -> str:
        """Collects audit events: who caused what."""
        for command in commands:
            if command[0] == "set-option":
                self.makers[command[command.index("-t") + 1]] = command[-1]
        things = {"list-sessions": self.sessions, "list-panes": self.windows}.get(commands[0][0], ())
        return "".join(self.makers.get(thing.id, "") + "\n" for thing in things)

    def rename_session(self, session_id: str, name: str) -> Session:
        self._note("rename_session", session_id, name)
        renamed = replace(self.session(session_id), name=name)
        self.sessions = [renamed if one.id == session_id else one for one in self.sessions]
        return renamed

    def kill_session(self, session_id: str) -> None:
        self._note("kill_session", session_id)
        self.sessions.remove(self.session(session_id))

    def folder(self, session_id: str) -> str:
        self.session(session_id)
        return os.getcwd()

    def list_windows(self, session_id: str) -> tuple[Window, ...]:
        self.session(session_id)
        return tuple(window for window in self.windows if window.session_id == session_id)

    def create_window(self, session_id: str, name: str | None = None) -> Window:
        self._note("create_window", session_id, name)
        window = Window(f"@{len(self.windows)}", self.session(session_id).id, 1, name or "sh", True, 1)
        self.windows.append(window)
        return window

    def rename_window(self, window_id: str, name: str, session_id: str | None = None) -> Window:
        return replace(self._window(window_id), name=name)

    def kill_window(self, window_id: str) -> None:
        self.windows.remove(self._window(window_id))

    def select_window(self, window_id: str, session_id: str | None = None) -> None:
        self._note("select_window", self._window(window_id).id, session_id)

    def _window(self, window_id: str) -> Window:
        for window in self.windows:
            if window.id == window_id:
                return window
        raise WindowNotFound(f"no window has the id {window_id}")

    def _note(self, *call: Any) -> None:
        if self.broken is not None:
            raise self.broken
        self.calls.append(call)


class FakeLive:
    """Replaces the terminals; calls the functions registered for the end."""

    hubs: tuple[Hub, ...] = ()
    native = SimpleNamespace(sessions=list)
    decoded_bytes = 0
    captures = CaptureSlots(1)
    watch = SimpleNamespace(marked=tuple, state=TmuxState(), refresh=lambda: None)

    def current_window(self, session_id: str) -> str | None:
        return None

    def counts(self) -> Counts:
        return Counts()

    def __init__(self, tmux: FakeTmux) -> None:
        self.tmux = tmux
        self.stopping: Signal[[]] = Signal()
        self.session_ended: Signal[[str, str]] = Signal()

    def hub_for(self, session: Session, size: Size, **options: Any) -> Hub:
        raise SourceClosed("closed")

    def state(self) -> TmuxState:
        return TmuxState(self.tmux.epoch, self.tmux.list_sessions().sessions, tuple(self.tmux.windows), "ok")

    def viewers(self) -> Counter[str]:
        return Counter()

    def notify_session(self, session_id: str, event: Event, name: str) -> None:
        pass

    def stop(self, deadline_s: float = 2.0) -> None:
        self.stopping.send()


def config(directory: Path, **options: Any) -> Config:
    return Config(**{"state_dir": directory / "state", "token": Secret(TOKEN), **options})


@functools.cache
def _assets(root: Path, base_path: str) -> Assets:
    return Assets(root, base_path)


def _assets_of(root: Path, base_path: str = "") -> Assets:
    """Of the project's own files, which no test changes, one for all apps: reading them takes 0.1 s."""
    return _assets(root, base_path) if root == OWN_STATIC else Assets(root, base_path)


OWN_STATIC = pages.STATIC
pages.Assets = _assets_of  # type: ignore[misc, assignment]


def make_app(directory: Path, tmux: FakeTmux | None = None, **options: Any) -> Flask:
    fake = tmux or FakeTmux()
    app = create_app(config(directory, **options), cast(Any, fake), cast(Any, FakeLive(fake)))
    app.jinja_loader = ChoiceLoader([DictLoader(SHELLS), cast(Any, app.jinja_loader)])
    return app


def client_of(app: Flask) -> FlaskClient:
    """A client that names a host of ours, as every browser does, and keeps cookies."""
    client = app.test_client()
    client.environ_base["HTTP_HOST"] = HOST
    return client


@contextmanager
def real_logging() -> Iterator[None]:
    """Log as the server does; the logging of the test run is restored afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    logs.configure()
    try:
        yield
    finally:
        root.handlers, root.level = handlers, level
        logging.getLogger("webmux").setLevel(logging.NOTSET)


def services_of(app: Flask) -> Services:
    return cast(Services, app.extensions[EXTENSION])


def cookie_name(app: Flask) -> str:
    """The name of a login's cookie over plain HTTP."""
    return f"webmux{services_of(app).cookie_suffix}"


def log_in(client: FlaskClient, **credentials: str) -> Any:
    return client.post("/login", json=credentials or {"token": TOKEN}, headers={"Origin": ORIGIN})


def upgrade(client: FlaskClient, path: str = "/ws", **changes: Any) -> Any:
    """Request an upgrade with changed headers; None removes one."""
    protocol = changes.pop("protocol", "HTTP/1.1")
    method = changes.pop("method", "GET")
    headers: dict[str, Any] = {**UPGRADE, "Origin": ORIGIN, **BEARER}
    headers |= {name.replace("_", "-"): value for name, value in changes.items()}
    sent = [(name, value) for name, value in headers.items() if value is not None]
    environ = {"SERVER_PROTOCOL": protocol}
    if "Content-Length" in headers:
        environ["CONTENT_LENGTH"] = headers["Content-Length"]
    return client.open(path, method=method, headers=sent, environ_overrides=environ)


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["error"]["code"]
