"""Checks whether a request may become a WebSocket, before it is upgraded."""

from __future__ import annotations

import base64
import re

from flask import current_app, request

from webmux.web.access.error_replies import HttpError

_KEY = re.compile(r"[A-Za-z0-9+/]{22}==")
_KEY_BYTES = 16


def is_socket_path() -> bool:
    """Whether the current request is for the address of a WebSocket."""
    # The router finds no WebSocket rule for a plain request, so compare the paths.
    return any(rule.websocket and rule.rule == request.path for rule in current_app.url_map.iter_rules())


def asks_websocket() -> bool:
    """Whether the current request asks for an upgrade to a WebSocket."""
    return request.headers.get("Upgrade", "").strip().lower() == "websocket"


def check_handshake() -> None:
    """Check what RFC 6455 section 4.2.1 demands; flask-sock and Werkzeug would answer 500 or 101 to errors.

    No subprotocol is selected, which section 4.2.2 allows.

    Raises:
        HttpError: 400, 405 or 426, with what the client should do.
    """
    if not is_socket_path():
        raise HttpError(400, "bad_upgrade", "there is no WebSocket at this address")
    if "Upgrade" not in request.headers:
        if request.method != "GET":
            raise HttpError(405, "method_not_allowed", "a WebSocket opens with GET", Allow="GET")
        raise HttpError(426, "upgrade_required", "connect with a WebSocket", Upgrade="websocket")
    if request.headers.get("Sec-WebSocket-Version", "").strip() != "13" and asks_websocket():
        raise HttpError(426, "upgrade_required", "use WebSocket version 13", Sec_WebSocket_Version="13")
    fault = _fault()
    if fault is not None:
        raise HttpError(400, "bad_upgrade", fault)


def _fault() -> str | None:
    if not asks_websocket() or request.method != "GET":
        return "a WebSocket opens with GET and Upgrade: websocket"
    if request.environ.get("SERVER_PROTOCOL") != "HTTP/1.1":
        return "a WebSocket needs HTTP/1.1"
    options = [part.strip().lower() for part in request.headers.get("Connection", "").split(",")]
    if "upgrade" not in options:
        return "Connection must say upgrade"
    key = request.headers.get("Sec-WebSocket-Key", "").strip()
    if not _KEY.fullmatch(key) or len(base64.b64decode(key)) != _KEY_BYTES:
        return "Sec-WebSocket-Key must be 16 bytes in base64"
    if request.headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in request.headers:
        return "an upgrade has no body"
    return None
