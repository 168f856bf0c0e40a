"""How `webmux doctor` recognises its own server at any address, and that server recognises the doctor.

Both read the secret of the state directory. The question is signed, so only its user can ask. The answer is
signed as well, so only the server with that secret can give it. No login is involved, and a program between
them learns nothing that it could use: a question is valid for a minute, and its answer has no secret.
"""

from __future__ import annotations

import hmac
import secrets
import time
from pathlib import Path

HEADER = "X-WebMux-Check"
PATH = "/api/self-check"
SOCKET_PATH = "/ws/self-check"
VALID_S = 60
_CHARS_MAX = 200


def key_of(state_dir: Path) -> bytes | None:
    """The key, from the secret of a state directory; None if it cannot be read. Creates nothing."""
    try:
        text = (state_dir / "secret").read_text("ascii").strip()
    except (OSError, UnicodeError):
        return None
    return derived(text.encode()) if text else None


def derived(secret: bytes) -> bytes:
    """The key for self-checks."""
    return hmac.digest(secret, b"webmux self-check", "sha256")


def question(key: bytes, now: float | None = None) -> str:
    """A new question: the value of the header `X-WebMux-Check`."""
    text = f"{int(time.time() if now is None else now)}.{secrets.token_hex(16)}"
    return f"{text}.{_sign(key, 'question', text)}"


def is_valid(key: bytes, value: str, now: float | None = None) -> bool:
    """Whether a question was signed with this key in the last minute."""
    text, _, signature = value.rpartition(".")
    if len(value) > _CHARS_MAX or not value.isascii():
        return False
    if not hmac.compare_digest(_sign(key, "question", text), signature):
        return False
    at = int(text.partition(".")[0])
    return abs((time.time() if now is None else now) - at) <= VALID_S


def proof(key: bytes, value: str) -> str:
    """What the server answers to a question."""
    return _sign(key, "answer", value)


def proves(key: bytes, value: str, answer: object) -> bool:
    """Whether the server that answered has the key."""
    return isinstance(answer, str) and answer.isascii() and hmac.compare_digest(proof(key, value), answer)


def _sign(key: bytes, purpose: str, text: str) -> str:
    return hmac.digest(key, f"{purpose} {text}".encode(), "sha256").hex()
