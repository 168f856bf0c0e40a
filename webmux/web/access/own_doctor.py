"""Answers a self-check of `webmux doctor` with what arrived; see `webmux.auth.self_check`."""

from __future__ import annotations

from typing import Any

from flask import request

from webmux import __version__
from webmux.auth import self_check
from webmux.errors import NotLoggedIn
from webmux.web.access.error_replies import HttpError
from webmux.web.services import current_login, services

SHOWN_MAX_CHARS = 200


def answer_self_check() -> dict[str, Any]:
    """What the server saw of this request, and the proof that it has the secret.

    Raises:
        NotLoggedIn, HttpError: the question was not signed by the doctor of this server. The answer is that
            of an address that does not exist, so a client without a login learns nothing.
    """
    value = request.headers.get(self_check.HEADER, "")
    key = services().self_check_key
    if not self_check.is_valid(key, value):
        if current_login() is None:
            raise NotLoggedIn("log in first")
        raise HttpError(404, "not_found", "this address does not exist")
    return {
        "proof": self_check.proof(key, value),
        "version": __version__,
        "scheme": request.scheme,
        "host": request.host[:SHOWN_MAX_CHARS],
        "forwarded_for": bool(request.headers.get("X-Forwarded-For")),
    }
