"""Passkeys of the current user, and login by passkey."""

from __future__ import annotations

from functools import partial

from flask import Response, request

from webmux.auth.accounts import LABEL_MAX_CHARS
from webmux.auth.ceremonies import Site, site_of
from webmux.auth.failures import SecretKind
from webmux.errors import AccessError
from webmux.web.access.audit_trail import audit, audit_failure
from webmux.web.access.body_model import Field, StrictBody, extra
from webmux.web.access.policy import BadOrigin
from webmux.web.access.routes import NO_CONTENT, PUBLIC, VIEWER, Router
from webmux.web.services import client_address, request_origin, require_login, services
from webmux.web.views.account import own_user, refuse_scripts
from webmux.web.views.login import start_login
from webmux.web.views.schemas import Json, named, of

route = Router("passkeys")

PASSKEY = named("Passkey", id=int, label=str, created_at=int, used_at=int | None)
PASSKEY_LIST = named("PasskeyList", passkeys=[PASSKEY])


class BrowserMade(StrictBody):
    """A part that the browser writes. Fields that a newer browser adds are ignored."""

    IGNORES_OTHERS = True


class Attestation(BrowserMade):
    """An authenticator's answer when it makes a passkey."""

    client_data_json: str = Field(alias="clientDataJSON")
    attestation_object: str = Field(alias="attestationObject")
    transports: list[str] = Field(default_factory=list)


class Assertion(BrowserMade):
    """An authenticator's answer when it signs."""

    client_data_json: str = Field(alias="clientDataJSON")
    authenticator_data: str = Field(alias="authenticatorData")
    signature: str


class Credential(BrowserMade):
    """A PublicKeyCredential as its `toJSON` has it (WebAuthn Level 3, 5.1)."""

    TITLE = "Credential"
    SCHEMA = extra(description="what `PublicKeyCredential.toJSON` gives")

    id: str
    raw_id: str = Field(alias="rawId")
    type: str


class NewCredential(Credential):
    """A new credential."""

    response: Attestation


class SignedCredential(Credential):
    """A credential with a signature."""

    response: Assertion


class NewPasskey(StrictBody):
    """A passkey that the browser made, and its label."""

    label: str = Field(max_length=LABEL_MAX_CHARS)
    credential: NewCredential


class PasskeyLogin(StrictBody):
    """A passkey that signed a challenge of the server."""

    credential: SignedCredential


@route.get("/api/passkeys", VIEWER, "Your passkeys", {200: PASSKEY_LIST})
def list_passkeys() -> Json:
    found = services().passkeys.of(require_login().user_id)
    return {"passkeys": [passkey.fields() for passkey in found]}


@route.post(
    "/api/passkeys/options",
    VIEWER,
    "What `PublicKeyCredential.parseCreationOptionsFromJSON` takes",
    {200: of(dict)},
)
def options() -> Json:
    refuse_scripts()
    return services().ceremonies.options_to_add(own_user(), _site())


@route.post("/api/passkeys", VIEWER, "Add a passkey that the browser made", {201: PASSKEY})
def create(body: NewPasskey) -> Json:
    refuse_scripts()
    answer = body.credential.as_sent()
    passkey = services().ceremonies.add(own_user(), body.label, answer, _site())
    audit("passkey_added", id=passkey.id, label=passkey.label)
    return passkey.fields()


@route.delete(
    "/api/passkeys/<int:passkey_id>", VIEWER, "Remove one of your passkeys; logins continue", NO_CONTENT
)
def remove(passkey_id: int) -> None:
    refuse_scripts()
    removed = services().passkeys.remove(passkey_id, require_login().user_id)
    audit("passkey_removed", id=removed.id, label=removed.label)


@route.post(
    "/login/passkey/options",
    PUBLIC,
    "What `PublicKeyCredential.parseRequestOptionsFromJSON` takes",
    {200: of(dict)},
)
def login_options() -> Json:
    return services().ceremonies.options_to_log_in(_site())


@route.post(
    "/login/passkey", PUBLIC, "Exchange the signature of a passkey for a cookie", NO_CONTENT, counted=False
)
def enter(body: PasskeyLogin) -> Response:
    check = partial(services().ceremonies.log_in, body.credential.as_sent(), _site())
    try:
        user = services().failures.try_secret(SecretKind.PASSKEY, client_address(), check)
    except AccessError as error:
        audit_failure("login", error, user=_owner_name(body.credential.id), by="passkey")
        raise
    return start_login(user, "passkey")


def _site() -> Site:
    """The site of the page that sent the request.

    Raises:
        BadOrigin: it is not a page of this server. The gate does not check the origin of scripts.
        NoPasskeysHere: the page was opened by an IP address.
    """
    origin = request.headers.get("Origin")
    if origin is None or not services().names.owns(origin, request_origin()):
        raise BadOrigin(f"the origin {origin!r} is not allowed here; see the option public_origins")
    return site_of(origin)


def _owner_name(credential_id: str) -> str:
    """The owner of a passkey; `""` if the server does not know it."""
    passkey = services().passkeys.find(credential_id)
    users = services().accounts.all() if passkey else ()
    return next((user.name for user in users if passkey and user.id == passkey.user_id), "")
