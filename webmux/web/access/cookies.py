"""The cookies that we set: of a login, of a device that logged in before, of share links.

Browsers send cookies to every port of a host name. The names have the base path and a part of what the
server's secret makes, so that servers which are opened by one name (two tunnels, two ports, two paths) never
read, replace or clear each other's.
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
    """What the cookie of a login is called in the current request."""
    name = f"webmux{services().cookie_suffix}"
    return f"__Host-{name}" if request.is_secure else name


def login_cookies() -> list[str]:
    """The login cookies of the current request; more than one is a mistake of whoever sends them."""
    return request.cookies.getlist(cookie_name())


def set_login_cookie(answer: Response, text: str) -> None:
    """Have the browser keep this login until it ends or is idle for too long."""
    _set(answer, cookie_name(), text, max_age=LIFETIME_S)


def clear_login_cookie(answer: Response) -> None:
    """Have the browser forget its login."""
    answer.delete_cookie(cookie_name(), path="/", secure=request.is_secure, httponly=True, samesite="Strict")


def this_device() -> Device | None:
    """The device that makes the current request, if it logged in before."""
    mark = request.cookies.get(f"{cookie_name()}-device", "")
    return services().devices.read(mark) if mark else None


def mark_device(answer: Response, user_id: int) -> None:
    """Have the browser keep that it logged in as this user; it does so for no more than one."""
    found = this_device()
    if found is None or found.user_id != user_id:
        _set(answer, f"{cookie_name()}-device", services().devices.mark(user_id), max_age=DEVICE_LASTS_S)


def share_cookie(share_id: str) -> str:
    """The secret of a link that the browser has exchanged; empty without. Each link has its own cookie."""
    return request.cookies.get(f"{cookie_name()}-share-{share_id}", "")


def set_share_cookie(answer: Response, share: Share, secret: str) -> None:
    """Have the browser keep the secret of a link, where no script can read it, until the link expires."""
    answer.set_cookie(
        f"{cookie_name()}-share-{share.id}",
        secret,
        expires=share.expires_at,
        path="/",
        secure=request.is_secure,
        httponly=True,
        samesite="Strict",
    )


def _set(answer: Response, name: str, text: str, *, max_age: int) -> None:
    answer.set_cookie(
        name, text, max_age=max_age, path="/", secure=request.is_secure, httponly=True, samesite="Strict"
    )
