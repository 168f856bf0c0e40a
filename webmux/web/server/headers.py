"""The headers of every answer, and errors that are sent without the application."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import gunicorn.util

CONTENT_POLICY = "Content-Security-Policy"

HEADERS = {
    CONTENT_POLICY: (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
        " img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; manifest-src 'self';"
        " worker-src 'self';"
        " frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "clipboard-read=(self), clipboard-write=(self), fullscreen=(self), camera=(),"
        " microphone=(), geolocation=(), payment=(), usb=()"
    ),
}

POLICY_WITH_IMAGES = HEADERS[CONTENT_POLICY].replace(
    "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"
)
"""For the page of native panes of users who turned on images: their decoder is WebAssembly."""


def error_answer(
    start_response: Callable[..., Any], status: HTTPStatus, code: str, message: str
) -> list[bytes]:
    """An error, as a WSGI application answers."""
    body, headers = _error(code, message)
    start_response(f"{status.value} {status.phrase}", list(headers.items()))
    return [body]


def write_error(client: socket.socket, status: HTTPStatus, code: str, message: str) -> None:
    """Send an error on a connection that the application never gets. Never waits."""
    body, headers = _error(code, message)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {status.value} {status.phrase}\r\n{lines}\r\n".encode("latin-1")
    gunicorn.util.write_nonblock(client, head + body)


def _error(code: str, message: str) -> tuple[bytes, dict[str, str]]:
    shown = message[:200].encode("ascii", "replace").decode()
    body = json.dumps({"error": {"code": code, "message": shown, "request_id": ""}}).encode()
    return body, {
        **HEADERS,
        "Cache-Control": "no-store",
        "Connection": "close",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
    }
