"""What differs from gunicorn's defaults: the worker, the log, and the error answers."""

from __future__ import annotations

import errno
import os
import signal
import socket
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

import gevent
import gunicorn.http.wsgi
import gunicorn.util
from gevent import monkey
from gevent.event import Event as Flag
from gevent.pool import Pool
from gevent.server import StreamServer
from gunicorn.workers.ggevent import GeventWorker

from webmux.logs import get_logger
from webmux.tmux.leftovers import MARK, end_leftovers
from webmux.web.server.headers import write_error
from webmux.web.server.proxy import PEER_WAIT_S, is_proxy
from webmux.web.server.tls import Tls

log = get_logger(__name__)

STOP_DEADLINE_S = 2.0
TAKEOVER_S = 10.0
"""How long a new worker waits until the one before it has closed its terminals."""
_plain_socket = monkey.get_original("socket", "socket")


class Worker(GeventWorker):  # type: ignore[misc]  # gunicorn ships no types
    """A gevent worker that closes its WebSockets with 1012 at once on SIGTERM.

    gunicorn's worker waits until connections end by themselves. WebSockets and idle keep-alive connections
    do not, so it cuts them.
    """

    alive: bool
    booted: bool

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._clients: set[Any] = set()
        self._served = Flag()
        self._tls: Tls | None = None
        self._servers: list[StreamServer] = []

    def load_wsgi(self) -> None:
        """Load the application and connect it to tmux. This is after the fork."""
        super().load_wsgi()
        gevent.config.track_greenlet_tree = False  # the tree is for debuggers, and takes 4 KB a viewer
        services = self._services
        self.notify()
        os.kill(self.ppid, signal.SIGWINCH)  # see webmux.service.reload
        if services.worker_lock.acquire(TAKEOVER_S, gevent.sleep):
            services.reload()
        MARK.of_server(services.config.state_dir)
        end_leftovers(gevent.sleep)
        services.live.start()
        services.changes.follow(services.reload)
        services.recordings.start()
        services.uploads.start()
        services.notifier.start()
        services.saved_sessions.start()
        if services.config.has_tls:
            self._tls = Tls(services.config)
            self._tls.follow()

    @property
    def _services(self) -> Any:
        return self.wsgi.extensions["webmux"]

    def run(self) -> None:
        """Accept connections until this worker stops. gunicorn's method would accept for a second more."""
        for listener in self.sockets:
            listener.setblocking(True)
            handle = partial(self.handle, listener)
            self._servers.append(StreamServer(listener, handle, spawn=Pool(self.worker_connections)))
            self._servers[-1].start()
        while True:  # `_stop_and_exit` ends the process
            self.notify()
            gevent.sleep(1.0)

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        """Serve one connection. A stop can end it, and so can one connection too many."""
        admission = self._services.admission
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
        """Whether connections of a peer are counted together; a proxy or a Unix socket has many clients."""
        config = self._services.config
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
        """Serve one request. gunicorn does not know that the connection has TLS."""
        if self._tls is not None:
            req.scheme = "https"
        sock.settimeout(PEER_WAIT_S)
        if not self._services.admission.wait_to_ask(sock.fileno()):
            raise ConnectionResetError(errno.ECONNRESET, "ended for a newer connection")
        try:
            super().handle_request(listener_name, req, sock, addr)
        except TimeoutError as error:  # gunicorn would log each with its traceback
            raise ConnectionResetError(errno.ECONNRESET, "the peer took too long") from error

    def handle_exit(self, sig: int, frame: Any) -> None:
        """SIGTERM: end every connection after its current request."""
        self._end_if_nothing_is_served()
        if self.alive:
            gevent.spawn(self._stop_and_exit, self.cfg.graceful_timeout)
        self.alive = False

    def handle_quit(self, sig: int, frame: Any) -> None:
        """SIGINT (Ctrl-C) and SIGQUIT: end every connection at once."""
        self._end_if_nothing_is_served()
        if self.alive:
            gevent.spawn(self._stop_and_exit, 0.0)
        self.alive = False

    def _end_if_nothing_is_served(self) -> None:
        if not self.booted:
            os._exit(0)  # the application is not loaded, and nobody is connected

    def _stop_and_exit(self, wait_s: float) -> None:
        for server in self._servers:
            server.close()  # the next worker, or nobody, answers new connections
        _within_deadline("closing the sockets", self._services.live.stop)
        self._services.worker_lock.release()
        for client in list(self._clients):
            _stop_reading(client)
        if self._clients:
            self._served.wait(wait_s)
        _within_deadline("writing the audit trail", self._services.audit.flush)
        os._exit(0)  # gunicorn checks only once a second whether it can end


def _address(addr: Any) -> str:
    """The address that `accept` returned; empty for a Unix socket."""
    return str(addr[0]) if isinstance(addr, tuple) else ""


def _within_deadline(what: str, work: Callable[[], object]) -> None:
    """Call `work`, but go on after the deadline or an error: the process must end."""
    try:
        with gevent.Timeout(STOP_DEADLINE_S):
            work()
    except gevent.Timeout:
        log.warning("not done in time", what=what)
    except Exception:
        log.exception("not done", what=what)


def _stop_reading(client: Any) -> None:
    """End an idle connection; an answer that is being sent is completed.

    gevent's `shutdown` would raise in the greenlet that reads, so call the kernel's.
    """
    try:
        with _plain_socket(fileno=os.dup(client.fileno())) as same:
            same.shutdown(socket.SHUT_RD)
    except OSError:
        pass  # already closed


def _write_error(client: Any, status: int, _reason: str, message: str) -> None:
    """Answer a broken request line or header, which the application never gets, in the usual form."""
    code = "bad_request" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "internal"
    write_error(client, HTTPStatus(status), code, message)


def install() -> None:
    """Replace gunicorn's error page, and remove its Server header."""
    gunicorn.util.write_error = _write_error
    gunicorn.http.wsgi.SERVER = ""
