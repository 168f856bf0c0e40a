"""`POST /mcp`: the Model Context Protocol over HTTP, without sessions: each request has its token."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, jsonify, request

from webmux.errors import NotLoggedIn, WebMuxError
from webmux.web.access.bodies import read_object
from webmux.web.access.policy import BadOrigin
from webmux.web.access.routes import READ, VIEWER, Router
from webmux.web.services import request_origin, require_login, services

route = Router("mcp")

BODY_MAX_BYTES = 8 * 1024 * 1024
_PASSED_ON = ("Authorization", "Host", "X-WebMux-Pane")


class Refused(WebMuxError):
    """Our HTTP interface refused what a tool asked for."""

    def __init__(self, status: int, error: dict[str, Any]) -> None:
        super().__init__(str(error.get("message", "")))
        self.status, self.code = status, str(error.get("code", "internal"))


@route.post("/mcp", VIEWER, "Model Context Protocol, for agents that drive panes", scope=READ, body=None)
def mcp() -> Response:
    from webmux.automation.mcp import tool_server

    if not require_login().is_bearer:
        raise NotLoggedIn("MCP requires a token: send it as Authorization: Bearer")
    origin = request.headers.get("Origin")
    if origin is not None and not services().names.owns(origin, request_origin()):
        raise BadOrigin(f"the origin {origin!r} is not allowed here; see the option public_origins")
    answered = tool_server.answer(read_object(BODY_MAX_BYTES), _asker())
    return Response(status=HTTPStatus.ACCEPTED) if answered is None else jsonify(answered)


def _asker() -> Any:
    """Sends requests to this application with the token of this one; each is checked like any other."""
    app, environ = current_app._get_current_object(), request.environ  # type: ignore[attr-defined]
    headers = {name: request.headers[name] for name in _PASSED_ON if name in request.headers}

    def ask(method: str, path: str, body: Any, _timeout_s: float) -> Any:
        from werkzeug.test import EnvironBuilder, run_wsgi_app

        place, _, query = path.partition("?")
        data = None if body is None else json.dumps(body)
        kind = None if body is None else "application/json"
        builder = EnvironBuilder(
            place,
            query_string=query,
            method=method,
            headers=list(headers.items()),
            data=data,
            content_type=kind,
        )
        inner = builder.get_environ()
        for name in ("REMOTE_ADDR", "SCRIPT_NAME", "wsgi.url_scheme"):
            inner[name] = environ[name]
        inner["HTTP_HOST"] = environ["HTTP_HOST"]
        chunks, status, _ = run_wsgi_app(lambda *call: Flask.wsgi_app(app, *call), inner, buffered=True)
        text = b"".join(chunks)
        found = json.loads(text) if text else None
        code = int(status.split()[0])
        if code >= HTTPStatus.BAD_REQUEST:
            raise Refused(code, found.get("error", {}) if isinstance(found, dict) else {})
        return found

    return ask
