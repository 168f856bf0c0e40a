"""An answer that comes later. Until then the connection has no greenlet, no request and no frames."""

from __future__ import annotations

import json
import os
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import Any, Protocol

import gevent
from flask import Response, g
from gevent import monkey
from gevent.event import AsyncResult

from webmux.errors import TooMany, WebMuxError

_READ = 1
_plain_socket = monkey.get_original("socket", "socket")
Json = dict[str, Any]


class Result(Protocol):
    """Where the outcome of some work goes, once. Neither method switches."""

    def set(self, value: Any) -> None: ...

    def set_exception(self, exception: BaseException) -> None: ...


class Work(Protocol):
    """Something that ends later."""

    def begin(self, result: Result) -> Callable[[], None]:
        """Begin, and give the outcome to `result`. Returns what ends the work early. Raises WebMuxError."""

    def fields(self, outcome: Any) -> Json:
        """What to answer."""

    def holds(self) -> AbstractContextManager[None]:
        """Held while a greenlet waits for the outcome."""


class LongAnswer(Response):
    """The JSON of the outcome of some work, or of the error that ended it.

    The connection is parked: its greenlet ends, a copy of its descriptor stays, and the source of the
    outcome sends the answer. A connection with TLS cannot be copied, so its greenlet waits.
    """

    def __init__(self, work: Work) -> None:
        super().__init__(mimetype="application/json")
        self._work = work
        self._request_id = g.get("request_id", "")

    def __call__(self, environ: Json, start_response: Callable[..., Any]) -> Iterator[bytes]:
        """See WSGI, which allows to choose the status when the answer is first read.

        Raises:
            StopIteration: the connection is parked. gunicorn then closes its own descriptor.
        """
        connection = environ.get("gunicorn.socket")
        if connection is None or isinstance(connection, ssl.SSLSocket):
            return self._waiting(start_response)
        parked = Parked(connection, list(self.headers), self._request_id, self._work)
        try:
            parked.begin()
        except WebMuxError as error:
            parked.set_exception(error)
        raise StopIteration

    def _waiting(self, start_response: Callable[..., Any]) -> Iterator[bytes]:
        result: AsyncResult[Any] = AsyncResult()
        status, more = HTTPStatus.OK, list[tuple[str, str]]()
        with self._work.holds():
            try:
                end = self._work.begin(result)
                try:
                    body = self._work.fields(result.get())
                finally:
                    end()
            except WebMuxError as error:
                status, more, body = _failure(error, self._request_id)
        data = json.dumps(body).encode()
        start_response(f"{status.value} {status.phrase}", _headers(list(self.headers), more, data))
        yield data


class Parked:
    """A connection without a greenlet that gets its answer later, and is closed then."""

    __slots__ = ("_end", "_head", "_request_id", "_socket", "_watcher", "_work")

    def __init__(self, connection: Any, head: list[tuple[str, str]], request_id: str, work: Work) -> None:
        self._socket = _plain_socket(fileno=os.dup(connection.fileno()))
        self._socket.setblocking(False)
        self._head = [*head, ("Connection", "close")]
        self._request_id = request_id
        self._work = work
        self._end: Callable[[], None] | None = None
        self._watcher: Any = None

    def begin(self) -> None:
        """Begin the work, and notice if the client closes the connection. Raises WebMuxError."""
        self._end = self._work.begin(self)
        if self._socket.fileno() >= 0:
            self._watcher = gevent.get_hub().loop.io(self._socket.fileno(), _READ)
            self._watcher.start(self._on_readable)

    def set(self, value: Any) -> None:
        """Send the answer."""
        self._send(HTTPStatus.OK, [], self._work.fields(value))

    def set_exception(self, exception: BaseException) -> None:
        """Send the answer of an error."""
        error = exception if isinstance(exception, WebMuxError) else WebMuxError("this is a fault of WebMux")
        self._send(*_failure(error, self._request_id))

    def _on_readable(self) -> None:
        try:
            is_closed = not self._socket.recv(1, socket.MSG_PEEK)
        except OSError:
            is_closed = True
        if is_closed:
            self._close()
            if self._end is not None:
                self._end()
        elif self._watcher is not None:
            self._watcher.stop()  # it sent another request, which has no answer: this one says so

    def _send(self, status: HTTPStatus, more: list[tuple[str, str]], body: Json) -> None:
        data = json.dumps(body).encode()
        lines = "".join(f"{name}: {value}\r\n" for name, value in _headers(self._head, more, data))
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\n{lines}\r\n".encode("latin-1", "replace")
        try:
            self._socket.send(head + data)  # a fresh answer fits into what the kernel holds for a client
        except OSError:
            pass  # the client is gone
        self._close()

    def _close(self) -> None:
        if self._watcher is not None:
            self._watcher.stop()
            self._watcher.close()
            self._watcher = None
        self._socket.close()


def _failure(error: WebMuxError, request_id: str) -> tuple[HTTPStatus, list[tuple[str, str]], Json]:
    more = [("Retry-After", str(error.retry_after_s))] if isinstance(error, TooMany) else []
    fields = {"code": error.code, "message": error.message, "request_id": request_id}
    return HTTPStatus(error.status), more, {"error": fields}


def _headers(head: list[tuple[str, str]], more: list[tuple[str, str]], data: bytes) -> list[tuple[str, str]]:
    rest = [one for one in head if one[0] != "Content-Length"]
    return [*rest, *more, ("Content-Length", str(len(data)))]
