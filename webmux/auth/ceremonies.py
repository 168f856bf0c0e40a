"""WebAuthn's ceremonies: a browser and its authenticator add a passkey, or log in by one.

The library `webauthn` checks their answers in a thread of gevent's pool. A check takes a tenth of a
millisecond; the first use loads the library, which takes a tenth of a second and 15 MB.
"""

from __future__ import annotations

import base64
import hmac
import ipaddress
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from webmux.auth.accounts import Accounts, User, check_label
from webmux.auth.challenges import LASTS_S, Challenges
from webmux.auth.passkey_store import Passkey, Passkeys, PublicHalf
from webmux.errors import NotLoggedIn, PeerError
from webmux.logs import get_logger
from webmux.supervise import in_thread

log = get_logger(__name__)

RP_NAME = "WebMux"
LOG_IN = "log in"
CREDENTIAL_ID_MAX_BYTES = 1023
PUBLIC_KEY_MAX_BYTES = 4096
REASON_MAX_CHARS = 200
Answer = Mapping[str, Any]
"""The JSON of a PublicKeyCredential, with at least `id`, `rawId`, `type` and `response`."""
T = TypeVar("T")


class NoPasskeysHere(PeerError):
    """The page was opened by an IP address: passkeys belong to host names."""

    code = "no_passkeys_here"


class BadPasskey(PeerError):
    """The answer is not a valid new passkey."""

    status = 422
    code = "bad_passkey"


@dataclass(frozen=True, slots=True)
class Site:
    """What a passkey is bound to: the origin of our page, and its host name as `rp_id`."""

    origin: str
    rp_id: str


def site_of(origin: str) -> Site:
    """The site of a page; the caller has checked that it is ours.

    Raises:
        NoPasskeysHere: its host is an IP address.
    """
    name = urlsplit(origin).hostname or ""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return Site(origin, name)
    raise NoPasskeysHere("passkeys belong to host names: open this server by its name, or as localhost")


class Ceremonies:
    """Adds passkeys and logs in by them."""

    def __init__(
        self,
        passkeys: Passkeys,
        accounts: Accounts,
        secret: bytes,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._passkeys = passkeys
        self._accounts = accounts
        self._key = hmac.digest(secret, b"webmux passkey", "sha256")
        self._challenges = Challenges(clock)

    def options_to_add(self, user: User, site: Site) -> dict[str, Any]:
        """The options for `navigator.credentials.create`.

        Raises:
            BadField: the user has the most passkeys allowed.

        Switches: yes.
        """
        self._passkeys.check_room(user)
        challenge = _decode(self._challenges.issue(_adding(user)))
        existing = self._passkeys.of(user.id)
        return in_thread(lambda: _options_to_add(user, self._handle(user), site, challenge, existing))

    def add(self, user: User, label: str, answer: Answer, site: Site) -> Passkey:
        """The passkey that the browser made with `options_to_add`.

        Raises:
            BadField: the label is wrong, or the user has the most passkeys allowed.
            BadPasskey: the answer is malformed, for another page or user, too late or repeated.
            PasskeyExists: it is registered already.

        Switches: yes.
        """
        check_label(label)
        challenge = _challenge_in(answer)
        if not self._challenges.is_open(challenge, _adding(user)):
            raise BadPasskey("that took too long: try again")
        try:
            half = in_thread(lambda: _new_half(answer, _decode(challenge), site))
        except Exception as error:
            _log_refusal(error)
            raise BadPasskey("the passkey could not be checked") from error
        if not self._challenges.use(challenge, _adding(user)):
            raise BadPasskey("that took too long: try again")
        return self._passkeys.add(user, label, half)

    def options_to_log_in(self, site: Site) -> dict[str, Any]:
        """The options for `navigator.credentials.get`; they name no user and no passkey.

        Switches: yes.
        """
        challenge = _decode(self._challenges.issue(LOG_IN))
        return in_thread(lambda: _options_to_log_in(site, challenge))

    def log_in(self, answer: Answer, site: Site) -> User:
        """The user whose passkey signed one of our challenges on a page of ours.

        The database knows the user. The user handle in the answer is ignored: nothing signs it.

        Raises:
            NotLoggedIn: the passkey is unknown or its user is disabled; or the answer is malformed, for
                another page, too late or repeated; or the passkey was copied.

        Switches: yes.
        """
        challenge = _challenge_in(answer)
        if not self._challenges.is_open(challenge, LOG_IN):
            raise NotLoggedIn("that took too long: try again")
        passkey = self._passkeys.find(answer["id"])
        if passkey is None:
            raise NotLoggedIn("this passkey is unknown")
        try:
            sign_count = in_thread(lambda: _new_count(answer, _decode(challenge), site, passkey))
        except Exception as error:
            _log_refusal(error)
            raise NotLoggedIn("the passkey was refused") from error
        if not self._challenges.use(challenge, LOG_IN):
            raise NotLoggedIn("that took too long: try again")
        user = self._accounts.user(passkey.user_id)
        if user is None:
            raise NotLoggedIn("the user of this passkey is disabled")
        self._passkeys.use(passkey, sign_count)
        return user

    def _handle(self, user: User) -> bytes:
        # An authenticator stores one passkey for a handle and host: another server there needs other handles.
        return hmac.digest(self._key, str(user.id).encode(), "sha256")


def _adding(user: User) -> str:
    return f"add for user {user.id}"


def _log_refusal(error: Exception) -> None:
    log.info("passkey refused", reason=str(error)[:REASON_MAX_CHARS], kind=type(error).__name__)


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "===")


def _challenge_in(answer: Answer) -> str:
    """The challenge in an answer, whether it is ours or not; empty if there is none."""
    try:
        return str(json.loads(_decode(answer["response"]["clientDataJSON"]))["challenge"])
    except (ValueError, TypeError, LookupError, RecursionError):
        return ""


# -- in a thread, which loads the library -----------------------------------------------------


def _options_to_add(
    user: User, handle: bytes, site: Site, challenge: bytes, existing: list[Passkey]
) -> dict[str, Any]:
    from webauthn import generate_registration_options
    from webauthn.helpers import options_to_json_dict, structs

    exclude = [
        structs.PublicKeyCredentialDescriptor(
            id=_decode(one.half.credential_id),
            transports=[structs.AuthenticatorTransport(name) for name in one.half.transports],
        )
        for one in existing
    ]
    options = generate_registration_options(
        rp_id=site.rp_id,
        rp_name=RP_NAME,
        user_name=user.name,
        user_id=handle,
        challenge=challenge,
        timeout=LASTS_S * 1000,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=exclude,
    )
    return options_to_json_dict(options)


def _options_to_log_in(site: Site, challenge: bytes) -> dict[str, Any]:
    from webauthn import generate_authentication_options
    from webauthn.helpers import options_to_json_dict

    options = generate_authentication_options(rp_id=site.rp_id, challenge=challenge, timeout=LASTS_S * 1000)
    return options_to_json_dict(options)


def _new_half(answer: Answer, challenge: bytes, site: Site) -> PublicHalf:
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url, parse_registration_credential_json

    credential = parse_registration_credential_json(dict(answer))
    made = verify_registration_response(
        credential=credential,
        expected_challenge=challenge,
        expected_rp_id=site.rp_id,
        expected_origin=site.origin,
    )
    if (
        len(made.credential_id) > CREDENTIAL_ID_MAX_BYTES
        or len(made.credential_public_key) > PUBLIC_KEY_MAX_BYTES
    ):
        raise ValueError("the id or the key is too long")
    transports = sorted({transport.value for transport in credential.response.transports or ()})
    return PublicHalf(
        bytes_to_base64url(made.credential_id), made.credential_public_key, made.sign_count, tuple(transports)
    )


def _new_count(answer: Answer, challenge: bytes, site: Site, passkey: Passkey) -> int:
    from webauthn import verify_authentication_response

    verified = verify_authentication_response(
        credential=dict(answer),
        expected_challenge=challenge,
        expected_rp_id=site.rp_id,
        expected_origin=site.origin,
        credential_public_key=passkey.half.public_key,
        credential_current_sign_count=passkey.half.sign_count,
    )
    return verified.new_sign_count
