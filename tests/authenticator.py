"""An authenticator in software: makes passkeys, signs challenges, and cheats if a test wants that."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
"""Flags of authenticator data (WebAuthn Level 2, 6.1)."""


class Authenticator:
    """One passkey. `count` is how often it has signed; `origin` the page that the browser says it is on."""

    def __init__(
        self, origin: str = "http://localhost:8022", rp_id: str = "localhost", count: int = 0
    ) -> None:
        self.origin = origin
        self.rp_id = rp_id
        self.count = count
        self.id = secrets.token_bytes(32)
        self._key = ec.generate_private_key(ec.SECP256R1())

    def make(self, options: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """The browser's answer to `navigator.credentials.create`, with changed data to sign."""
        public = self._key.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32, "big"), -3: public.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(key)
        data = self._data(PRESENT | VERIFIED | ATTESTED) + attested
        response = {
            "clientDataJSON": encode(self._client_data("webauthn.create", options, changes)),
            "attestationObject": encode(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
            "transports": ["internal", "telepathy"],
            "publicKeyAlgorithm": -7,
        }
        return self._credential(response)

    def sign(self, options: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """The browser's answer to `navigator.credentials.get`; each time the count is one higher."""
        self.count += 1
        client_data = self._client_data("webauthn.get", options, changes)
        data = self._data(PRESENT | VERIFIED)
        signed = self._key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": encode(client_data),
            "authenticatorData": encode(data),
            "signature": encode(signed),
            "userHandle": None,
        }
        return self._credential(response)

    def _client_data(self, kind: str, options: dict[str, Any], changes: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(said | changes).encode()

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _credential(self, response: dict[str, Any]) -> dict[str, Any]:
        name = encode(self.id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": response,
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
        }


def encode(data: bytes) -> str:
    """Base64url without padding, as WebAuthn's JSON has all bytes."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
