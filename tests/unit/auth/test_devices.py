"""A browser that logged in before is recognised by a mark that cannot be forged."""

from __future__ import annotations

import pytest

from webmux.auth.devices import Devices


def test_a_mark_names_the_user_and_the_device() -> None:
    devices = Devices(b"s" * 32)
    first, second = devices.read(devices.mark(7)), devices.read(devices.mark(7))
    assert first is not None
    assert second is not None
    assert (7, 7) == (first.user_id, second.user_id)
    assert first.id != second.id


@pytest.mark.parametrize("text", ["", "x", "é" * 20, "A" * 48, "A" * 500])
def test_an_altered_mark_is_not_accepted(text: str) -> None:
    assert Devices(b"s" * 32).read(text) is None


def test_a_mark_of_another_server_or_user_is_not_accepted() -> None:
    devices = Devices(b"s" * 32)
    mark = devices.mark(7)
    assert Devices(b"t" * 32).read(mark) is None
    assert devices.read("B" + mark[1:] if mark[0] == "A" else "A" + mark[1:]) is None
