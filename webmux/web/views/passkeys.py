"""Passkeys: adding, listing and removing one's own, and logging in by one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, request
from pydantic import ConfigDict, Field

from webmux.auth.accounts import LABEL_MAX_CHARS
from webmux.auth.ceremonies import Site, site_of
from webmux.auth.failures import SecretKind
from webmux.errors import AccessError
from webmux.web.access.audit_trail import audit, audit_failure
from webmux.web.access.bodies import Nothing, StrictBody, read_body
from webmux.web.access.error_replies import no_content
from webmux.web.access.policy import BadOrigin
from webmux.web.services import Services, asked_origin, client_address, require_login, services
from webmux.web.views.account import own_user, refuse_scripts
from webmux.web.views.login import let_in

blueprint = Blueprint("passkeys", __name__)


class BrowserMade(StrictBody):
    """A part that the browser writes, not our page: what a newer one adds is left out."""

    model_config = ConfigDict(extra="ignore")


class Attestation(BrowserMade):
    """What an authenticator says when it makes a passkey."""

    client_data_json: str = Field(alias="clientDataJSON")
    attestation_object: str = Field(alias="attestationObject")
    transports: list[str] = Field(default_factory=list)


class Assertion(BrowserMade):
    """What an authenticator says when it signs."""

    client_data_json: str = Field(alias="clientDataJSON")
    authenticator_data: str = Field(alias="authenticatorData")
    signature: str


class Credential(BrowserMade):
    """A PublicKeyCredential as its `toJSON` has it (WebAuthn Level 3, 5.1)."""

    id: str
    raw_id: str = Field(alias="rawId")
    type: str


class NewCredential(Credential):
    """One that was made."""

    response: Attestation


class SignedCredential(Credential):
    """One that has signed."""

    response: Assertion


class NewPasskey(StrictBody):
    """A passkey that the browser made, and what its user calls it."""

    label: str = Field(description="what it is called", max_length=LABEL_MAX_CHARS)
    credential: NewCredential


class PasskeyLogin(StrictBody):
    """A passkey that has signed a challenge of ours."""

    credential: SignedCredential


@blueprint.get("/api/passkeys")
def list_passkeys() -> dict[str, Any]:
    found = services().passkeys.of(require_login().user_id)
    return {"passkeys": [passkey.fields() for passkey in found]}


@blueprint.post("/api/passkeys/options")
def options() -> dict[str, Any]:
    read_body(Nothing)
    refuse_scripts()
    return services().ceremonies.options_to_add(own_user(), _site())


@blueprint.post("/api/passkeys")
def create() -> Response:
    body = read_body(NewPasskey)
    refuse_scripts()
    answer = body.credential.model_dump(by_alias=True)
    passkey = services().ceremonies.add(own_user(), body.label, answer, _site())
    audit("passkey_added", id=passkey.id, label=passkey.label)
    return make_response(jsonify(passkey.fields()), 201)


@blueprint.delete("/api/passkeys/<int:passkey_id>")
def remove(passkey_id: int) -> Response:
    read_body(Nothing)
    refuse_scripts()
    removed = services().passkeys.remove(passkey_id, require_login().user_id)
    audit("passkey_removed", id=removed.id, label=removed.label)
    return no_content()


@blueprint.post("/login/passkey/options")
def login_options() -> dict[str, Any]:
    read_body(Nothing)
    return services().ceremonies.options_to_log_in(_site())


@blueprint.post("/login/passkey")
def enter() -> Response:
    """Exchange what a passkey signed for a login cookie."""
    body = read_body(PasskeyLogin)
    held, site = services(), _site()
    answer = body.credential.model_dump(by_alias=True)
    try:
        user = held.failures.try_secret(
            SecretKind.PASSKEY, client_address(), lambda: held.ceremonies.log_in(answer, site)
        )
    except AccessError as error:
        audit_failure("login", error, user=_whose(held, body.credential.id), by="passkey")
        raise
    return let_in(user, "passkey")


def _site() -> Site:
    """Where the page is that asks.

    Raises:
        BadOrigin: it is none of ours; the gate lets scripts pass, which name any origin.
        NoPasskeysHere: it was opened by an address.
    """
    origin = request.headers.get("Origin")
    if origin is None or not services().names.owns(origin, asked_origin()):
        raise BadOrigin(f"the origin {origin!r} is not allowed here; see the option public_origins")
    return site_of(origin)


def _whose(held: Services, credential_id: str) -> str:
    """The name of whose passkey was tried, where it is one of ours."""
    passkey = held.passkeys.find(credential_id)
    return next((user.name for user in held.accounts.all() if passkey and user.id == passkey.user_id), "")
