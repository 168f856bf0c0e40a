"""The token is known by its hash."""

from __future__ import annotations

import pytest

from webmux.auth import tokens
from webmux.auth.tokens import Token


@pytest.mark.parametrize("text", ["", "secre", "secret ", "Secret", "secret\0", "\ud800", "é", "x" * 100_000])
def test_only_the_token_matches(text: str) -> None:
    token = Token("secret")
    assert token.matches("secret")
    assert not token.matches(text)


def test_the_text_of_a_token_is_not_stored() -> None:
    assert b"secret" not in repr(vars(Token("secret"))).encode()


def test_comparison_takes_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both sides of the comparison are digests: their length reveals nothing about the token."""
    seen: list[tuple[bytes, bytes]] = []
    monkeypatch.setattr(tokens.hmac, "compare_digest", lambda a, b: bool(seen.append((a, b))) or a == b)
    assert not Token("secret").matches("guess")
    assert [(32, 32)] == [(len(a), len(b)) for a, b in seen]
