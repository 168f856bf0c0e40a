"""Audit events of the current request, or of the socket that it became."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g

from webmux.errors import AccessError, TooMany
from webmux.web.services import client_address, current_login, services


def later_audit() -> Callable[..., None]:
    """`audit` as the current request would call it, for a greenlet that has no request."""
    login, address, request_id, trail = (
        current_login(),
        client_address(),
        g.get("request_id", ""),
        services().audit,
    )

    def record(event: str, **detail: Any) -> None:
        user = login.user if login is not None else ""
        trail.record(event, "ok", user=user, address=address, request_id=request_id, **detail)

    return record


def audit(event: str, outcome: str = "ok", *, user: str | None = None, **detail: Any) -> None:
    """Record what was done: by whoever is logged in unless told otherwise. Never waits."""
    login = current_login()
    services().audit.record(
        event,
        outcome,
        user=user if user is not None else login.user if login is not None else "",
        address=client_address(),
        request_id=g.get("request_id", ""),
        **detail,
    )


def audit_failure(event: str, error: AccessError | None = None, **detail: Any) -> None:
    """Record a wrong secret. What is refused for its number is not listed; of very many, only how many."""
    if isinstance(error, TooMany):
        return
    left_out = services().failures.listed()
    if left_out is None:
        return
    if left_out:
        detail["unlisted"] = left_out
    if error is not None:
        detail["code"] = error.code
    audit(event, "failed", **detail)
