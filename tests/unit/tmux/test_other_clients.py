"""The terminals of others in the session of our client, and whether the window has our size."""

from __future__ import annotations

import pytest

from webmux.model import Size
from webmux.tmux.other_clients import OtherTerminals, terminals_beside

OURS = {"/dev/pts/1", "/dev/pts/2"}


def line(tty: str, cols: int = 80, rows: int = 24, window: str = "80 23", **more: str) -> str:
    session, status, control = more.get("session", "$0"), more.get("status", "on"), more.get("control", "0")
    return f"{session} {cols} {rows} {window} {status} {control} {tty}\n"


def test_other_terminals_are_those_that_are_not_ours() -> None:
    listed = (
        line("/dev/pts/1")
        + line("/dev/pts/2")
        + line("client-7", control="1")
        + line("/dev/pts/5", 100, 30)
        + line("/dev/pts/6", session="$1")
    )
    found = terminals_beside(listed, "/dev/pts/1", OURS)
    assert OtherTerminals((Size(100, 30),), Size(80, 23), fits=True) == found
    assert found is not None
    assert {"cols": 100, "rows": 30} == found.event().fields["terminals"][0]
    assert terminals_beside(listed, "/dev/pts/9", OURS) is None


@pytest.mark.parametrize(
    ("window", "beside", "fits"), [("80 24", 1, True), ("70 24", 1, False), ("70 24", 0, True)]
)
def test_a_control_client_has_no_height_and_may_have_no_size(window: str, beside: int, fits: bool) -> None:
    own = line("client-7", window=window, control="1").replace(" 24 ", "  ", 1)
    found = terminals_beside(own + line("/dev/pts/5") * beside, "client-7", OURS)
    assert found is not None
    assert (beside, fits) == (len(found.terminals), found.fits)


@pytest.mark.parametrize(
    ("status", "window", "fits"),
    [
        *(("on", "80 23", True), ("off", "80 24", True), ("2", "80 22", True)),
        *(("on", "100 29", False), ("on", "80 20", False), ("off", "80 23", False)),
    ],
)
def test_a_window_of_another_size_does_not_fit(status: str, window: str, fits: bool) -> None:
    found = terminals_beside(line("/dev/pts/1", window=window, status=status), "/dev/pts/1", OURS)
    assert found is not None
    assert fits is found.fits
