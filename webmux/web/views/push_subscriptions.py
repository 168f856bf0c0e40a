"""Subscriptions of the user's browsers, which get bells and ended commands while no page is open."""

from __future__ import annotations

import base64
import binascii

from webmux.auth.rates import Kind
from webmux.auth.subscriptions import Address, PushSubscription, SubscriptionNotFound
from webmux.errors import BadField
from webmux.push.hosts import ENDPOINT_MAX_CHARS, target_of
from webmux.push.payload import test_payload
from webmux.web.access.audit_trail import audit
from webmux.web.access.body_model import Field, StrictBody
from webmux.web.access.routes import NO_CONTENT, VIEWER, Router
from webmux.web.services import require_login, services
from webmux.web.views.account import refuse_scripts
from webmux.web.views.schemas import Json, named

route = Router("push")

PUSH_KEY = named("PushKey", key=str)
SUBSCRIPTION = named("Subscription", id=int, label=str, created_at=int, used_at=int | None, current=bool)
SUBSCRIPTION_LIST = named("SubscriptionList", subscriptions=[SUBSCRIPTION])

POINT_BYTES = 65
"""A point on P-256, not compressed (SEC 1 section 2.3.3)."""
AUTH_BYTES = 16
UNUSED_TIME: Json = {"type": ["number", "null"]}


class Keys(StrictBody):
    """The browser's public key and a secret of 16 bytes, in base64url."""

    p256dh: str = Field(max_length=128)
    auth: str = Field(max_length=32)


class NewSubscription(StrictBody):
    """What `PushSubscription.toJSON` gives."""

    endpoint: str = Field(max_length=ENDPOINT_MAX_CHARS)
    expirationTime: int | float | None = Field(None, json_schema_extra=UNUSED_TIME)  # noqa: N815  # their name
    keys: Keys


@route.get(
    "/api/push/key", VIEWER, "What `pushManager.subscribe` takes as `applicationServerKey`", {200: PUSH_KEY}
)
def key() -> Json:
    return {"key": services().push_keys.public}


@route.get(
    "/api/push/subscriptions", VIEWER, "Your browsers that get notifications", {200: SUBSCRIPTION_LIST}
)
def list_subscriptions() -> Json:
    login = require_login()
    login_ids = {one.id for one in services().gate.logins_of(login.user_id)}
    found = [one for one in services().subscriptions.of(login.user_id) if one.login_id in login_ids]
    return {"subscriptions": [_fields(one) for one in found]}


@route.post("/api/push/subscriptions", VIEWER, "Send notifications to this browser", {201: SUBSCRIPTION})
def subscribe(body: NewSubscription) -> Json:
    refuse_scripts()
    target = target_of(body.endpoint, services().config.push_hosts)
    _check_keys(body.keys)
    address = Address(body.endpoint, body.keys.p256dh, body.keys.auth)
    known = services().subscriptions.of_login(require_login().id)
    if known is not None and known.address == address:
        return _fields(known)  # pages repeat this, because browsers change their subscription
    added = services().subscriptions.add(require_login(), address)
    audit("push_subscribed", id=added.id, service=target.host)
    return _fields(added)


@route.delete(
    "/api/push/subscriptions/<int:subscription_id>",
    VIEWER,
    "Stop notifications to one of your browsers",
    NO_CONTENT,
)
def unsubscribe(subscription_id: int) -> None:
    refuse_scripts()
    removed = services().subscriptions.remove(subscription_id, require_login().user_id)
    audit("push_unsubscribed", id=removed.id)


@route.post("/api/push/test", VIEWER, "Send this browser a message now", NO_CONTENT)
def test() -> None:
    """Answers when the browser's push service has accepted the message."""
    refuse_scripts()
    subscription = services().subscriptions.of_login(require_login().id)
    if subscription is None:
        raise SubscriptionNotFound("this browser has no subscription")
    services().rates.hit(Kind.PUSH_TEST, f"user {subscription.user_id}")
    services().sender.send(subscription, test_payload(), "test")


def _fields(subscription: PushSubscription) -> Json:
    return {**subscription.fields(), "current": subscription.login_id == require_login().id}


def _check_keys(keys: Keys) -> None:
    """Refuse keys with which no message could be encrypted.

    Raises:
        BadField: a key is not valid.
    """
    from cryptography.hazmat.primitives.asymmetric import ec

    point = _decoded("keys.p256dh", keys.p256dh)
    if len(_decoded("keys.auth", keys.auth)) != AUTH_BYTES:
        raise BadField("keys.auth", f"must have {AUTH_BYTES} bytes")
    try:
        if len(point) != POINT_BYTES:
            raise ValueError
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise BadField("keys.p256dh", "must be a point on P-256, not compressed") from error


def _decoded(field: str, text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise BadField(field, "must be base64url") from error
