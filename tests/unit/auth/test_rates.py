"""So many a minute, each kind and each key for itself."""

from __future__ import annotations

import pytest

from webmux.auth.rates import Kind, RequestLimits
from webmux.errors import TooMany


def test_a_request_beyond_the_rate_has_to_wait() -> None:
    limits = RequestLimits()
    for _ in range(Kind.CHANGE.value):
        limits.hit(Kind.CHANGE, "eve")
    with pytest.raises(TooMany) as refused:
        limits.hit(Kind.CHANGE, "eve")
    assert 1 <= refused.value.retry_after_s <= 60
    limits.hit(Kind.CHANGE, "bob")
    limits.hit(Kind.REQUEST, "eve")
