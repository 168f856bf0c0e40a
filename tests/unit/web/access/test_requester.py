"""What other users see of the user of a request."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from webmux.auth.gate import Login
from webmux.auth.roles import Role
from webmux.model import Person
from webmux.web.access.requester import device_of, person_of

LOGIN = Login("id", 1, "ann", Role.OPERATOR, 0, 0)


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36", "desktop"),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140.0 Mobile Safari/537.36", "phone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148", "phone"),
        ("", "desktop"),
    ],
)  # fmt: skip
def test_the_device_follows_from_the_user_agent(agent: str, device: str) -> None:
    assert device == device_of(agent)


def test_a_guest_does_not_have_the_name_of_the_maker_of_the_link() -> None:
    share: Any = object()
    assert Person("ann") == person_of(LOGIN, "")
    assert Person("", guest=True) == person_of(replace(LOGIN, share=share), "")
