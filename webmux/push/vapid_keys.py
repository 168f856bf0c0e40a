"""The key that identifies this server to push services: VAPID, RFC 8292."""

from __future__ import annotations

import base64
import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py_vapid import Vapid02

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256, SEC 2 section 2.4.2


class VapidKeys:
    """A key on P-256, always the same for one secret. Its library is loaded on first use."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @cached_property
    def signer(self) -> Vapid02:
        """Signs messages for a push service."""
        from cryptography.hazmat.primitives.asymmetric import ec
        from py_vapid import Vapid02

        # 512 bits are taken modulo the order, so that no key is likelier than another.
        number = int.from_bytes(hashlib.sha512(b"webmux push" + self._secret).digest())
        return Vapid02(ec.derive_private_key(1 + number % (_ORDER - 1), ec.SECP256R1()))

    @cached_property
    def public(self) -> str:
        """The public half in base64url, for `pushManager.subscribe`."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        point = self.signer.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()
