"""The key of Web Push: always the same for a secret, and a real one."""

from __future__ import annotations

import base64
import os

from webmux.push.vapid_keys import VapidKeys


def test_a_secret_has_one_key() -> None:
    assert VapidKeys(b"a" * 32).public == VapidKeys(b"a" * 32).public
    assert VapidKeys(b"a" * 32).public != VapidKeys(b"b" * 32).public


def test_any_secret_gives_a_valid_point() -> None:
    for _ in range(20):
        point = base64.urlsafe_b64decode(VapidKeys(os.urandom(32)).public + "=")
        assert (65, 4) == (len(point), point[0])
