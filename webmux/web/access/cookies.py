"""The cookies of a login, of a device that logged in before, and of share links.

Browsers send a cookie to every port of a host name. So the names contain the base path and a digest of the
server's secret: servers with one host name (two tunnels, two ports, two paths) do not share cookies.
"""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from webmux.auth.devices import LASTS_S as DEVICE_LASTS_S
from webmux.auth.devices import Device
from webmux.auth.gate import LIFETIME_S
from webmux.auth.shares import Share
from webmux.web.services import services


def cookie_name() -> str:
    """The name of the login cookie in the current request."""
    name = f"webmux{services().cookie_suffix}"
    return f"__Host-{name}" if request.is_secure else name


def login_cookies() -> list[str]:
    """The login cookies of the current request. Only one is valid."""
    return request.cookies.getlist(cookie_name())


def set_login_cookie(answer: Response, text: str) -> None:
    """Store a login in the browser until it ends or is idle for too long."""
    _set(answer, cookie_name(), text, max_age=LIFETIME_S)


def clear_login_cookie(answer: Response) -> None:
    """Remove the login from the browser."""
    answer.delete_cookie(cookie_name(), path="/", secure=request.is_secure, httponly=True, samesite="Strict")


def this_device() -> Device | None:
    """The device that makes the current request, if it logged in before."""
    mark = request.cookies.get(f"{cookie_name()}-device", "")
    return services().devices.read(mark) if mark else None


def mark_device(answer: Response, user_id: int) -> None:
    """Store in the browser that it logged in as this user; it remembers only the last one."""
    found = this_device()
    if found is None or found.user_id != user_id:
        _set(answer, f"{cookie_name()}-device", services().devices.mark(user_id), max_age=DEVICE_LASTS_S)


def share_cookie(share_id: str) -> str:
    """The secret of a link that the browser has exchanged, or `""`. Each link has its own cookie."""
    return request.cookies.get(f"{cookie_name()}-share-{share_id}", "")


def set_share_cookie(answer: Response, share: Share, secret: str) -> None:
    """Store the secret of a link in the browser until the link expires. Scripts cannot read it."""
    _set(answer, f"{cookie_name()}-share-{share.id}", secret, expires=share.expires_at)


def _set(
    answer: Response, name: str, text: str, max_age: int | None = None, expires: int | None = None
) -> None:
    answer.set_cookie(
        name, text, max_age, expires, secure=request.is_secure, httponly=True, samesite="Strict"
    )
