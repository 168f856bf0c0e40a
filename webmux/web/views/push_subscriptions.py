"""Browsers of one's own that are told of bells and ended commands while no page is open."""

from __future__ import annotations

import base64
import binascii

from pydantic import Field

from webmux.auth.rates import Kind
from webmux.auth.subscriptions import Address, PushSubscription, SubscriptionNotFound
from webmux.errors import BadField
from webmux.push.hosts import ENDPOINT_MAX_CHARS, target_of
from webmux.push.payload import test_payload
from webmux.web.access.audit_trail import audit
from webmux.web.access.bodies import StrictBody
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


class Keys(StrictBody):
    """The keys that only the browser and we know, in base64url."""

    p256dh: str = Field(max_length=128, description="its public key")
    auth: str = Field(max_length=32, description="a secret of 16 bytes")


class NewSubscription(StrictBody):
    """What `PushSubscription.toJSON` gives."""

    endpoint: str = Field(max_length=ENDPOINT_MAX_CHARS, description="where its push service takes messages")
    expirationTime: int | float | None = Field(  # noqa: N815  # their name
        None, description="not used", json_schema_extra={"type": ["number", "null"]}
    )
    keys: Keys


@route.get(
    "/api/push/key", VIEWER, "What `pushManager.subscribe` takes as `applicationServerKey`", {200: PUSH_KEY}
)
def key() -> Json:
    return {"key": services().push_keys.public}


@route.get(
    "/api/push/subscriptions", VIEWER, "One's browsers that are told of things", {200: SUBSCRIPTION_LIST}
)
def list_subscriptions() -> Json:
    login = require_login()
    living = {one.id for one in services().gate.logins_of(login.user_id)}
    mine = [one for one in services().subscriptions.of(login.user_id) if one.login_id in living]
    return {"subscriptions": [_told(one) for one in mine]}


@route.post("/api/push/subscriptions", VIEWER, "Have this browser told", {201: SUBSCRIPTION})
def subscribe(body: NewSubscription) -> Json:
    refuse_scripts()
    target = target_of(body.endpoint, services().config.push_hosts)
    _check_keys(body.keys)
    address = Address(body.endpoint, body.keys.p256dh, body.keys.auth)
    known = services().subscriptions.of_login(require_login().id)
    if known is not None and known.address == address:
        return _told(known)  # pages say it again: a browser may change it
    made = services().subscriptions.add(require_login(), address)
    audit("push_subscribed", id=made.id, service=target.host)
    return _told(made)


@route.delete(
    "/api/push/subscriptions/<int:subscription_id>",
    VIEWER,
    "Tell one of one's browsers nothing more",
    NO_CONTENT,
)
def unsubscribe(subscription_id: int) -> None:
    refuse_scripts()
    removed = services().subscriptions.remove(subscription_id, require_login().user_id)
    audit("push_unsubscribed", id=removed.id)


@route.post("/api/push/test", VIEWER, "Send this browser a message now", NO_CONTENT)
def test() -> None:
    """Send a message to this browser, and answer once its push service has taken it."""
    refuse_scripts()
    mine = services().subscriptions.of_login(require_login().id)
    if mine is None:
        raise SubscriptionNotFound("this browser has no subscription")
    services().rates.hit(Kind.PUSH_TEST, f"user {mine.user_id}")
    services().sender.send(mine, test_payload(), "test")


def _told(one: PushSubscription) -> Json:
    return {**one.fields(), "current": one.login_id == require_login().id}


def _check_keys(keys: Keys) -> None:
    """Refuse now what could not be encrypted for later.

    Raises:
        BadField: a key is none.
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
