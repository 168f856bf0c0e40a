"""Audit events of the current request, or of the socket that it became."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import g

from webmux.errors import AccessError, TooMany
from webmux.web.services import client_address, current_login, services


def later_audit() -> Callable[..., None]:
    """`audit` with what the current request knows, for a greenlet that has no request."""
    login = current_login()
    user = login.user if login is not None else ""
    about = {"user": user, "address": client_address(), "request_id": g.get("request_id", "")}
    return partial(services().audit.record, outcome="ok", **about, **_token())


def audit(event: str, outcome: str = "ok", *, user: str | None = None, **detail: Any) -> None:
    """Record an event, by default as one of the current login. Never waits."""
    login = current_login()
    services().audit.record(
        event,
        outcome,
        user=user if user is not None else login.user if login is not None else "",
        address=client_address(),
        request_id=g.get("request_id", ""),
        **_token(),
        **detail,
    )


def _token() -> dict[str, str]:
    """The label of the token that a script used."""
    login = current_login()
    return {"token_label": login.token_label} if login is not None and login.token_label else {}


def audit_failure(event: str, error: AccessError | None = None, **detail: Any) -> None:
    """Record a wrong secret, but no refusal by a rate limit. Of very many failures it records the number."""
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
