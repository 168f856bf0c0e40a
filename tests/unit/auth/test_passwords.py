"""Passwords are stored as argon2id, and other greenlets run during a check."""

from __future__ import annotations

import gevent
import pytest

from webmux.auth.passwords import MAX_CHARS, hash_password, is_password
from webmux.errors import BadField


def test_only_the_password_matches() -> None:
    kept = hash_password("grüße\0🙂 and more")
    assert kept.startswith("$argon2id$")
    assert is_password(kept, "grüße\0🙂 and more")
    for wrong in ("grüße", "", "x" * 2_000_000):
        assert not is_password(kept, wrong)
    assert not is_password(None, "grüße\0🙂 and more")
    assert not is_password("no hash", "x")


@pytest.mark.parametrize("password", ["", "short", "x" * (MAX_CHARS + 1)])
def test_a_password_has_length_limits(password: str) -> None:
    with pytest.raises(BadField):
        hash_password(password)


def test_others_run_while_one_is_checked() -> None:
    turns = 0
    check = gevent.spawn(is_password, None, "whatever it may be")
    while not check.dead:
        gevent.sleep(0.001)
        turns += 1
    assert turns > 10
