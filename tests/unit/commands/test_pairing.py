"""`webmux pair` shows one code after the other until a device used one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.conftest import Clock
from webmux.auth.accounts import User
from webmux.auth.links import PAIRING_LASTS_S, LoginLinks, id_of
from webmux.auth.paired_device import PairedDevice
from webmux.auth.roles import Role
from webmux.commands.pairing import Codes, NotPaired, choose, page
from webmux.errors import NotServed

URL = "https://mux.example.org/login#" + "a" * 64
PHONE = PairedDevice("Chrome on Android", "192.0.2.7")


class World:
    """A server that may use codes, and a clock that moves while a command sleeps."""

    def __init__(self, directory: Path, clock: Clock) -> None:
        self.used: set[str] = set()
        self.served = True
        self.links = LoginLinks(directory, b"s" * 32, clock)
        self.clock = clock
        self.seconds: list[int] = []
        person = User(7, "ada", Role.VIEWER, disabled=False, password_hash=None)
        self.codes = Codes(self.links, person, self.find, lambda: self.served, clock, self.sleep)

    def find(self, code_id: str) -> PairedDevice | None:
        return PHONE if code_id in self.used else None

    def sleep(self, seconds: float) -> None:
        self.clock.now += seconds

    def wait(self, code: str) -> PairedDevice | None:
        return self.codes.wait(code, self.seconds.append)


@pytest.fixture
def world(tmp_path: Path, clock: Clock) -> World:
    return World(tmp_path, clock)


def test_a_code_is_for_its_user_and_ends_after_a_minute(world: World) -> None:
    code = world.codes.make()
    found = world.links.find(id_of(code))
    assert found is not None
    assert (7, True, "") == (found.user_id, found.pairs, found.maker)
    assert world.wait(code) is None
    assert (PAIRING_LASTS_S, 0) == (world.seconds[0], world.seconds[-1])
    assert world.links.find(id_of(code)) is None


def test_the_device_that_used_the_code_is_named(world: World) -> None:
    code = world.codes.make()
    world.links.redeem(code)  # the login is stored a moment later
    original = world.sleep

    def store_login(seconds: float) -> None:
        world.used.add(id_of(code))
        original(seconds)

    world.codes._sleep = store_login
    assert PHONE == world.wait(code)


def test_ctrl_c_ends_the_code(world: World) -> None:
    code = world.codes.make()

    def interrupt(left: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.codes.wait(code, interrupt)
    assert world.links.find(id_of(code)) is None


def test_a_server_that_stopped_is_an_error(world: World) -> None:
    code = world.codes.make()
    world.links.remove_all()
    world.served = False
    with pytest.raises(NotServed, match="start it"):
        world.wait(code)


def test_an_address_that_a_phone_cannot_reach_gives_no_code() -> None:
    with pytest.raises(NotPaired, match=r"--public-origins.*--address") as refused:
        choose([], ask=True)
    assert "--host 0.0.0.0" in refused.value.message
    assert "https://a" == choose(["https://a", "https://b"], ask=False)


@pytest.mark.parametrize(("rows", "code", "link"), [(50, True, True), (25, True, False), (10, False, True)])
def test_the_page_fits_the_terminal(rows: int, *, code: bool, link: bool) -> None:
    text = page(URL, "ada", rows)
    assert (code, link) == ("█" in text, URL in text)
    assert text.count("\n") < rows
