"""How an error becomes an answer: one JSON shape for programs, one page for people."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, g, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from webmux.errors import NotLoggedIn, TooMany, WebMuxError

log = structlog.get_logger(__name__)

CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    408: "timeout",
    411: "length_required",
    413: "too_big",
    415: "unsupported_media_type",
    426: "upgrade_required",
}
CLOSING = frozenset({408, 413})
"""Answers given before the body was read: what is left of it must not be taken for a request."""
PROGRAM_PATHS = ("/api/", "/ws", "/static/", "/metrics", "/healthz", "/readyz")


class HttpError(WebMuxError):
    """An error of HTTP itself, with its status and the headers that belong to it."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def wants_page() -> bool:
    """Whether a person is waiting for the answer: a page was asked for, by something that shows HTML."""
    if request.method not in ("GET", "HEAD") or request.path.startswith(PROGRAM_PATHS):
        return False
    return not request.accept_mimetypes or request.accept_mimetypes.accept_html


def no_content() -> Response:
    """204, and no content type either."""
    answer = make_response("", HTTPStatus.NO_CONTENT)
    del answer.headers["Content-Type"]
    return answer


def error_reply(error: WebMuxError) -> Response:
    """The answer for an error of ours, as a page or in the JSON shape of the contract."""
    request_id = g.get("request_id", "")
    if wants_page():
        title = HTTPStatus(error.status).phrase
        page = render_template(
            "error.html", status=error.status, title=title, message=error.message, request_id=request_id
        )
        answer = make_response(page, error.status)
    else:
        body = {"code": error.code, "message": error.message, "request_id": request_id}
        answer = make_response(jsonify({"error": body}), error.status)
    answer.headers.update(_headers(error))
    return answer


def register(app: Flask) -> None:
    """Have every error answered here."""
    app.register_error_handler(WebMuxError, _on_our_error)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(Exception, _on_bug)


def _headers(error: WebMuxError) -> dict[str, str]:
    headers: dict[str, str] = dict(getattr(error, "headers", {}))
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.retry_after_s)
    if isinstance(error, NotLoggedIn):
        headers["WWW-Authenticate"] = "Bearer"
    if error.status in CLOSING:
        headers["Connection"] = "close"
    return headers


def _on_our_error(error: WebMuxError) -> Response:
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request failed", code=error.code, error=error.message)
    return error_reply(error)


def _on_http_error(error: HTTPException) -> Any:
    status = error.code or 500
    if status < HTTPStatus.BAD_REQUEST:
        return error  # a redirect of the router
    message = (error.description or HTTPStatus(status).phrase).strip()
    ours = HttpError(status, CODES.get(status, "http_error"), message)
    ours.headers = {name: value for name, value in error.get_headers() if name.lower() != "content-type"}
    return error_reply(ours)


def _on_bug(error: Exception) -> Response:
    log.error("request crashed", path=request.path, exc_info=error)
    return error_reply(HttpError(500, "internal", "this is a fault of WebMux: its log has the details"))
