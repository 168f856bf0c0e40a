"""Browsers of one's own that are told of bells and ended commands while no page is open."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from flask import Blueprint, Response, jsonify, make_response
from pydantic import Field

from webmux.auth.rates import Kind
from webmux.auth.subscriptions import Address, PushSubscription, SubscriptionNotFound
from webmux.errors import BadField
from webmux.push.hosts import ENDPOINT_MAX_CHARS, target_of
from webmux.push.payload import test_payload
from webmux.web.access.audit_trail import audit
from webmux.web.access.bodies import Nothing, StrictBody, read_body
from webmux.web.access.error_replies import no_content
from webmux.web.services import require_login, services
from webmux.web.views.account import refuse_scripts

blueprint = Blueprint("push", __name__)

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
    expirationTime: int | float | None = Field(None, description="not used")  # noqa: N815  # their name
    keys: Keys


@blueprint.get("/api/push/key")
def key() -> dict[str, str]:
    return {"key": services().push_keys.public}


@blueprint.get("/api/push/subscriptions")
def list_subscriptions() -> dict[str, Any]:
    login = require_login()
    living = {one.id for one in services().gate.logins_of(login.user_id)}
    mine = [one for one in services().subscriptions.of(login.user_id) if one.login_id in living]
    return {"subscriptions": [_told(one) for one in mine]}


@blueprint.post("/api/push/subscriptions")
def subscribe() -> Response:
    body = read_body(NewSubscription)
    refuse_scripts()
    target = target_of(body.endpoint, services().config.push_hosts)
    _check_keys(body.keys)
    address = Address(body.endpoint, body.keys.p256dh, body.keys.auth)
    known = services().subscriptions.of_login(require_login().id)
    if known is not None and known.address == address:
        return make_response(jsonify(_told(known)), 201)  # pages say it again: a browser may change it
    made = services().subscriptions.add(require_login(), address)
    audit("push_subscribed", id=made.id, service=target.host)
    return make_response(jsonify(_told(made)), 201)


@blueprint.delete("/api/push/subscriptions/<int:subscription_id>")
def unsubscribe(subscription_id: int) -> Response:
    read_body(Nothing)
    refuse_scripts()
    removed = services().subscriptions.remove(subscription_id, require_login().user_id)
    audit("push_unsubscribed", id=removed.id)
    return no_content()


@blueprint.post("/api/push/test")
def test() -> Response:
    """Send a message to this browser, and answer once its push service has taken it."""
    read_body(Nothing)
    refuse_scripts()
    mine = services().subscriptions.of_login(require_login().id)
    if mine is None:
        raise SubscriptionNotFound("this browser has no subscription")
    services().rates.hit(Kind.PUSH_TEST, f"user {mine.user_id}")
    services().sender.send(mine, test_payload(), "test")
    return no_content()


def _told(one: PushSubscription) -> dict[str, Any]:
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
