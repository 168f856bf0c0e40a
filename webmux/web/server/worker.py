"""What gunicorn must do differently for us: its worker, its log, its own error answers."""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import signal
import socket
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import gevent
import gunicorn.http.wsgi
import gunicorn.util
import structlog
from gevent import monkey
from gevent.event import Event as Flag
from gunicorn.glogging import Logger
from gunicorn.workers.ggevent import GeventWorker

from webmux.web.server.headers import write_error
from webmux.web.server.proxy import PEER_WAIT_S, is_proxy
from webmux.web.server.tls import Tls

log = structlog.get_logger(__name__)

STOP_DEADLINE_S = 2.0
DESCRIPTORS = 8192
"""Connections, terminals and files that may be open; many systems begin with 1024."""
_plain_socket = monkey.get_original("socket", "socket")
_PR_SET_PDEATHSIG = 1  # prctl(2)


class Worker(GeventWorker):  # type: ignore[misc]  # gunicorn ships no types
    """A gevent worker that says goodbye: on SIGTERM its sockets close with 1012 at once.

    gunicorn's own waits for connections to end by themselves, which sockets and idle keep-alive
    connections do not, and then cuts them.
    """

    alive: bool

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._clients: set[Any] = set()
        self._served = Flag()
        self._tls: Tls | None = None

    def load_wsgi(self) -> None:
        """Load the application and let it connect to tmux; only now the fork lies behind."""
        super().load_wsgi()
        gevent.config.track_greenlet_tree = False  # who spawned whom is 4 KB a viewer, for debuggers alone
        held = self.wsgi.extensions["webmux"]
        held.live.start()
        held.changes.follow(held.reload)
        held.recordings.start()
        held.uploads.start()
        held.notifier.start()
        if held.config.has_tls:
            self._tls = Tls(held.config)
            self._tls.follow()

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        """Serve one connection; remembered, so that a stop, or one too many, can end it."""
        admission = self.wsgi.extensions["webmux"].admission
        descriptor = client.fileno()
        admitted = admission.enter(descriptor, _address(addr), counts=self._counts(addr))
        try:
            if not admission.wait_to_arrive(admitted):
                client.close()
                return
            if self._tls is not None:
                client = self._tls.secure(client)
            if client is not None:
                self._serve(listener, client, addr)
        finally:
            admission.leave(admitted)

    def _counts(self, addr: Any) -> bool:
        """Whether a peer's address is one's own; that of a proxy, or of a Unix socket, is of many."""
        config = self.wsgi.extensions["webmux"].config
        proxied = config.behind_proxy and is_proxy(_address(addr), config.proxy_addresses)
        return bool(_address(addr)) and not proxied

    def _serve(self, listener: Any, client: Any, addr: Any) -> None:
        self._clients.add(client)
        self._served.clear()
        try:
            super().handle(listener, client, addr)
        finally:
            self._clients.discard(client)
            if not self._clients:
                self._served.set()

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> None:
        """Serve one request, of https where we secured its connection; gunicorn knows nothing of that."""
        if self._tls is not None:
            req.scheme = "https"
        sock.settimeout(PEER_WAIT_S)
        if not self.wsgi.extensions["webmux"].admission.wait_to_ask(sock.fileno()):
            raise ConnectionResetError(errno.ECONNRESET, "ended for a newer connection")
        try:
            super().handle_request(listener_name, req, sock, addr)
        except TimeoutError as error:  # gunicorn would log each with its traceback
            raise ConnectionResetError(errno.ECONNRESET, "the peer took too long") from error

    def handle_exit(self, sig: int, frame: Any) -> None:
        """SIGTERM: end every connection, and wait for the requests under way."""
        if self.alive:
            gevent.spawn(self._stop_and_exit, self.cfg.graceful_timeout)
        self.alive = False

    def handle_quit(self, sig: int, frame: Any) -> None:
        """SIGINT (Ctrl-C) and SIGQUIT: the same, without waiting for requests under way."""
        if self.alive:
            gevent.spawn(self._stop_and_exit, 0.0)
        self.alive = False

    def _stop_and_exit(self, wait_s: float) -> None:
        held = self.wsgi.extensions["webmux"]
        _within_deadline("closing the sockets", held.live.stop)
        for client in list(self._clients):
            _stop_reading(client)
        if self._clients:
            self._served.wait(wait_s)
        _within_deadline("writing the audit trail", held.audit.flush)  # of the connections that just ended
        os._exit(0)  # gunicorn's own way looks once a second whether it may end


def _address(addr: Any) -> str:
    """The address in what `accept` returns; empty for a Unix socket."""
    return str(addr[0]) if isinstance(addr, tuple) else ""


def raise_descriptor_limit() -> None:
    """Allow this process as many open files as it may need, as far as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(DESCRIPTORS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _within_deadline(what: str, work: Callable[[], object]) -> None:
    """Do it; whatever goes wrong, the process must end."""
    try:
        with gevent.Timeout(STOP_DEADLINE_S):
            work()
    except gevent.Timeout:
        log.warning("not done in time", what=what)
    except Exception:
        log.exception("not done", what=what)


def _stop_reading(client: Any) -> None:
    """Let an idle connection read its end; an answer under way still leaves.

    gevent's own `shutdown` would raise in the greenlet that reads: ask the kernel alone.
    """
    try:
        with _plain_socket(fileno=os.dup(client.fileno())) as same:
            same.shutdown(socket.SHUT_RD)
    except OSError:
        pass  # gone already


class JsonLogger(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn's log in our format; its access log, which prints queries, stays off."""

    def setup(self, cfg: Any) -> None:
        """Let records travel to the root handler."""
        super().setup(cfg)
        for logger in (self.error_log, self.access_log):
            logger.handlers = []
            logger.propagate = True


def die_with_parent(parent: int) -> None:
    """Have the kernel send SIGTERM to this process when its parent dies, even of SIGKILL.

    Linux only; elsewhere the worker notices within a second by itself.
    """
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(0)  # it died before the kernel knew


def _write_error(client: Any, status: int, _reason: str, message: str) -> None:
    """What no application ever sees, a broken request line or header, is answered like all else."""
    code = "bad_request" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "internal"
    write_error(client, HTTPStatus(status), code, message)


def install() -> None:
    """Replace gunicorn's error page and the product name in its Server header."""
    gunicorn.util.write_error = _write_error
    gunicorn.http.wsgi.SERVER = ""
