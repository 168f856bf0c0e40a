"""Turns errors into answers: JSON for programs, a page for people."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from webmux.errors import NotLoggedIn, TooMany, WebMuxError
from webmux.logs import get_logger

log = get_logger(__name__)

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
"""Answers that are sent before the body was read. The rest of it must not be read as a request."""
PROGRAM_PATHS = ("/api/", "/ws", "/static/", "/metrics", "/healthz", "/readyz")


class HttpError(WebMuxError):
    """An error with a status and headers of its own."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def wants_page() -> bool:
    """Whether a browser asks for a page, rather than a program for data."""
    if request.method not in ("GET", "HEAD") or request.path.startswith(PROGRAM_PATHS):
        return False
    return not request.accept_mimetypes or request.accept_mimetypes.accept_html


def no_content() -> Response:
    """204 without a content type."""
    answer = make_response("", HTTPStatus.NO_CONTENT)
    del answer.headers["Content-Type"]
    return answer


def error_reply(error: WebMuxError) -> Response:
    """The answer for an error, as a page or as JSON."""
    request_id = g.get("request_id", "")
    if wants_page():
        title = HTTPStatus(error.status).phrase
        page = render_template(
            "error.html", status=error.status, title=title, message=error.message, request_id=request_id
        )
        answer = make_response(page, error.status)
    else:
        body = {"code": error.code, "message": error.message, "request_id": request_id}
        answer = make_response(jsonify({"error": body, **getattr(error, "more", {})}), error.status)
    answer.headers.update(_headers(error))
    return answer


def register(app: Flask) -> None:
    """Answer every error with the functions of this module."""
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
    reply = HttpError(status, CODES.get(status, "http_error"), message)
    reply.headers = {name: value for name, value in error.get_headers() if name.lower() != "content-type"}
    return error_reply(reply)


def _on_bug(error: Exception) -> Response:
    log.error("request crashed", path=request.path, exc_info=error)
    return error_reply(HttpError(500, "internal", "this is a fault of WebMux: its log has the details"))
