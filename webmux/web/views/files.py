"""Uploads into a private folder or the folder of a pane, and downloads by path."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Literal, cast, get_args
from urllib.parse import quote

import gevent
from flask import Response, after_this_request, request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import HTTPException

from webmux.errors import BadField, PeerError, WebMuxError
from webmux.files import reading
from webmux.web.access.audit_trail import audit
from webmux.web.access.bodies import query_path
from webmux.web.access.body_model import Field, StrictBody
from webmux.web.access.error_replies import HttpError
from webmux.web.access.routes import FILE, NO_CONTENT, OPERATOR, Router
from webmux.web.server.proxy import reset_wait, wait_at_most
from webmux.web.services import require_login, services
from webmux.web.views.schemas import Json, choice, named, of, shape

route = Router("files", "/api")

PART_BYTES = 256 * 1024
IDLE_S = 30.0
"""The longest wait for the next bytes of an upload. The whole upload has no time limit."""
DRAIN_IDLE_S = 0.5
DRAIN_MAX_S = 10.0
"""A browser reads the answer to a refused upload only if it can go on sending."""
PATHS_MAX = 100
PATH_MAX_CHARS = 1024

To = Literal["private", "pane", "folder"]
Path = Annotated[str, Field(min_length=1, max_length=PATH_MAX_CHARS)]

TO = choice("private", "pane", "folder")
UPLOAD = named("Upload", id=str, path=str, bytes=int, to=TO)
PATHS = of([of(str) | {"minLength": 1, "maxLength": PATH_MAX_CHARS}]) | {"maxItems": PATHS_MAX}
FOUND_PATHS = named("FoundPaths", found=[shape(path=str, kind=choice("file", "folder"), bytes=int)])


class Paths(StrictBody):
    """Texts of a screen that may be paths."""

    paths: list[Path] = Field(max_length=PATHS_MAX, json_schema_extra=PATHS)


@route.post(
    "/sessions/<session_id>/files",
    OPERATOR,
    "Upload a file: the body, with a Content-Length",
    {201: UPLOAD},
    body=None,
    query={"name": str, "to": TO, "folder": str},
    required="name",
)
def upload(session_id: str) -> Json:
    """Write the body to a file while it arrives."""
    with _refusals_delivered():
        length, to = _length(), _to()
        folder = _target_folder(to, services().tmux.folder(session_id))
        name = request.args.get("name", "")
        with services().uploads.begin(require_login().user, name, length, folder) as upload:
            for part in _parts(length):
                upload.append(part)
            done = upload.finish()
    audit("file_uploaded", session_id=session_id, to=to, path=done.path, bytes=done.bytes)
    return {"id": done.id, "path": done.path, "bytes": done.bytes, "to": to}


@route.delete("/uploads/<upload_id>", OPERATOR, "Delete a file that you uploaded", NO_CONTENT)
def undo(upload_id: str) -> None:
    path = services().uploads.undo(require_login().user, upload_id)
    audit("file_deleted", path=path)


@route.get(
    "/sessions/<session_id>/file",
    OPERATOR,
    "Download a regular file, application/octet-stream",
    FILE,
    query={"path": str},
    required="path",
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
    "/sessions/<session_id>/paths", OPERATOR, "Which of these paths exist", {200: FOUND_PATHS}, reads=True
)
def find(session_id: str, body: Paths) -> Json:
    """Find the texts that are paths of files or folders."""
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
    """Content-Disposition for a download of this name (RFC 6266), in ASCII for old clients and in UTF-8."""
    plain = "".join(char if " " <= char <= "~" and char not in '"\\%' else "_" for char in name)
    encoded = quote(name.encode("utf-8", "replace"), safe="")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"


def _to() -> To:
    to = request.args.get("to", "private")
    if to not in get_args(To):
        raise BadField("to", "must be private, pane or folder")
    return cast(To, to)


def _target_folder(to: To, pane_folder: str) -> str | None:
    """The folder for an upload; None for the private one."""
    if to == "folder":
        return reading.whole_path(query_path("folder"), pane_folder)
    return pane_folder if to == "pane" else None


def _length() -> int:
    """The length of the body. A chunked body that was cut off would look complete."""
    if request.content_length is None or "Transfer-Encoding" in request.headers:
        raise HttpError(411, "length_required", "the header Content-Length (the file's size) is missing")
    return request.content_length


def _parts(length: int) -> Iterator[bytes]:
    """The parts of the body as they arrive; fewer bytes than `length` if the client disconnects.

    Raises:
        HttpError: 408, nothing arrived for 30 s.
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
def _refusals_delivered() -> Iterator[None]:
    """Read the rest of a refused body for a while: a reset connection would lose the answer."""
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
            pass  # the client stopped sending
        finally:
            reset_wait(request.environ)
        raise


def _close(answer: Response) -> Response:
    answer.headers["Connection"] = "close"
    return answer
