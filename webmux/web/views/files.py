"""Files over HTTP: up into a private folder or where a pane works, and down by their paths."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Literal
from urllib.parse import quote

import gevent
from flask import Response, after_this_request, request
from gunicorn.http.errors import ParseException
from pydantic import Field
from werkzeug.exceptions import HTTPException

from webmux.errors import BadField, PeerError, WebMuxError
from webmux.files import reading
from webmux.web.access.audit_trail import audit
from webmux.web.access.bodies import StrictBody, query_path
from webmux.web.access.error_replies import HttpError
from webmux.web.access.routes import FILE, NO_CONTENT, OPERATOR, Query, Router
from webmux.web.server.proxy import reset_wait, wait_at_most
from webmux.web.services import require_login, services
from webmux.web.views.schemas import Json, choice, named, of, shape

route = Router("files", "/api")

PART_BYTES = 256 * 1024
IDLE_S = 30.0
"""The longest wait for the next bytes of an upload; all of it may take as long as it takes."""
DRAIN_IDLE_S = 0.5
DRAIN_MAX_S = 10.0
"""A browser reads why it was refused only when it may go on sending."""
PATHS_MAX = 100
PATH_MAX_CHARS = 1024

To = Literal["private", "pane", "folder"]
Path = Annotated[str, Field(min_length=1, max_length=PATH_MAX_CHARS)]

TO = choice("private", "pane", "folder")
UPLOAD = named("Upload", id=str, path=str, bytes=int, to=TO)
PATHS = of([of(str) | {"minLength": 1, "maxLength": PATH_MAX_CHARS}]) | {"maxItems": PATHS_MAX}
FOUND_PATHS = named("FoundPaths", found=[shape(path=str, kind=choice("file", "folder"), bytes=int)])


class Paths(StrictBody):
    """Texts that may be paths, as they stand on a screen."""

    paths: list[Path] = Field(max_length=PATHS_MAX, json_schema_extra=PATHS)


@route.post(
    "/sessions/<session_id>/files",
    OPERATOR,
    "Upload a file: the body, with a Content-Length",
    {201: UPLOAD},
    raw_body=True,
    query=(Query("name", str, required=True), Query("to", TO), Query("folder", str)),
)
def upload(session_id: str) -> Json:
    """The body is the file, with a Content-Length; it is written while it comes."""
    held, user = services(), require_login().user
    with _refusals_heard():
        length, to = _length(), _to()
        folder = held.tmux.folder(session_id)
        name = request.args.get("name", "")
        with held.uploads.begin(user, name, length, _place(to, folder)) as begun:
            for part in _parts(length):
                begun.append(part)
            done = begun.finish()
    audit("file_uploaded", session_id=session_id, to=to, path=done.path, bytes=done.bytes)
    return {"id": done.id, "path": done.path, "bytes": done.bytes, "to": to}


@route.delete("/uploads/<upload_id>", OPERATOR, "Delete what one has just uploaded", NO_CONTENT)
def undo(upload_id: str) -> None:
    path = services().uploads.undo(require_login().user, upload_id)
    audit("file_deleted", path=path)


@route.get(
    "/sessions/<session_id>/file",
    OPERATOR,
    "A regular file, application/octet-stream",
    FILE,
    query=(Query("path", str, required=True),),
)
def download(session_id: str) -> Response:
    folder = services().tmux.folder(session_id)
    found = reading.open_file(reading.whole_path(query_path("path"), folder))
    audit("file_downloaded", session_id=session_id, path=found.path, bytes=found.size)
    answer = Response(found.parts(), mimetype="application/octet-stream")
    answer.call_on_close(found.close)
    answer.content_length = found.size
    answer.headers["Content-Disposition"] = disposition(found.name)
    return answer


@route.post(
    "/sessions/<session_id>/paths", OPERATOR, "Which of these are there", {200: FOUND_PATHS}, reads=True
)
def find(session_id: str, body: Paths) -> Json:
    """Which of these texts are paths of something; those that cannot be paths are not."""
    folder = services().tmux.folder(session_id)
    whole = {}
    for path in body.paths:
        try:
            whole[path] = reading.whole_path(path, folder)
        except BadField:
            continue
    found = reading.find_all(whole)
    return {"found": [{"path": one.path, "kind": one.kind, "bytes": one.bytes} for one in found]}


def disposition(name: str) -> str:
    """Content-Disposition for a download of this name (RFC 6266): ASCII for old readers, and UTF-8."""
    plain = "".join(char if " " <= char <= "~" and char not in '"\\%' else "_" for char in name)
    encoded = quote(name.encode("utf-8", "replace"), safe="")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"


def _to() -> To:
    match request.args.get("to", "private"):
        case "private":
            return "private"
        case "pane":
            return "pane"
        case "folder":
            return "folder"
        case _:
            raise BadField("to", "must be private, pane or folder")


def _place(to: To, pane_folder: str) -> str | None:
    """The folder for an upload; None for the private one."""
    match to:
        case "private":
            return None
        case "pane":
            return pane_folder
        case "folder":
            return reading.whole_path(query_path("folder"), pane_folder)


def _length() -> int:
    """What the body has. Chunked it could end anywhere and look whole."""
    if request.content_length is None or "Transfer-Encoding" in request.headers:
        raise HttpError(411, "length_required", "the header Content-Length (the file's size) is missing")
    return request.content_length


def _parts(length: int) -> Iterator[bytes]:
    """The body as it comes; less than `length` where the peer left.

    Raises:
        HttpError: 408, nothing came for 30 s.
        PeerError: the connection broke.
    """
    wait_at_most(request.environ, IDLE_S)
    try:
        while length > 0:
            part = request.stream.read(min(PART_BYTES, length))
            if not part:
                return
            length -= len(part)
            yield part
    except TimeoutError as error:
        raise HttpError(408, "timeout", "the upload stopped for too long") from error
    except (OSError, ParseException, HTTPException) as error:
        raise PeerError("the upload was cut short") from error
    finally:
        reset_wait(request.environ)


@contextmanager
def _refusals_heard() -> Iterator[None]:
    """Read on for a while when a body is refused, then close: a reset would take the reason with it."""
    try:
        yield
    except WebMuxError:
        after_this_request(_close)
        wait_at_most(request.environ, DRAIN_IDLE_S)
        try:
            with gevent.Timeout(DRAIN_MAX_S, False):  # type: ignore[arg-type]  # documented
                while request.stream.read(PART_BYTES):
                    pass
        except (OSError, ParseException, HTTPException):
            pass  # it stopped sending
        finally:
            reset_wait(request.environ)
        raise


def _close(answer: Response) -> Response:
    answer.headers["Connection"] = "close"
    return answer
