"""Copies are removed from the stream wherever it is cut, and go to the last typist."""

from __future__ import annotations

import base64
from types import SimpleNamespace
from typing import Any

import pytest

from webmux.events import Event
from webmux.hub.copies import COPY_MAX_BYTES, Copy, CopyFilter, LastTyped


def encoded(text: str) -> bytes:
    return base64.b64encode(text.encode())


def feed(pieces: list[bytes]) -> tuple[bytes, list[Copy]]:
    copies = CopyFilter()
    results = [copies.take(piece) for piece in pieces]
    return b"".join(data for data, _ in results), [copy for _, found in results for copy in found]


@pytest.mark.parametrize("end", [b"\x07", b"\x1b\\"])
def test_a_copy_is_removed_wherever_it_is_cut(end: bytes) -> None:
    stream = b"a\x1b[m\x1b]52;c;" + encoded("héllo") + end + b"b\x1b]52;;" + encoded("x") + end + b"c"
    expected = (b"a\x1b[mbc", [Copy("héllo"), Copy("x")])
    assert expected == feed([stream])
    assert all(expected == feed([stream[:at], stream[at:]]) for at in range(len(stream)))
    assert expected == feed([stream[at : at + 1] for at in range(len(stream))])


@pytest.mark.parametrize("said", [b"c;?", b"c;", b"", b"c;***", b"c;YQ==;YQ=="])
def test_clipboard_queries_and_invalid_copies_are_removed(said: bytes) -> None:
    assert (b"ab", []) == feed([b"a\x1b]52;" + said + b"\x07b"])


def test_an_aborted_copy_is_dropped_and_the_rest_passes() -> None:
    assert (b"a\x1b[mb", []) == feed([b"a\x1b]52;c;YQ==\x1b[mb"])
    assert (b"a\x1b[mb", []) == feed([b"a\x1b]52;c;YQ==\x1b", b"[mb"])
    assert (b"ab", []) == feed([b"a\x1b]52;c;YQ==\x18b"])


def test_a_copy_that_is_too_big_is_reported_without_its_text() -> None:
    whole = b"\x1b]52;c;" + encoded("x" * COPY_MAX_BYTES) + b"\x07"
    assert [Copy("x" * COPY_MAX_BYTES)] == feed([whole])[1]
    copies = CopyFilter()
    copies.take(b"\x1b]52;c;")
    for _ in range(100):
        copies.take(encoded("x" * 30_000))
    assert len(copies._encoded or b"") < 2 * COPY_MAX_BYTES
    assert (b"b", [Copy(None)]) == copies.take(b"\x07b")


def test_broken_utf8_becomes_replacement_characters() -> None:
    assert [Copy("a\ufffd")] == feed([b"\x1b]52;c;" + base64.b64encode(b"a\xff") + b"\x07"])[1]


class Viewer(SimpleNamespace):
    def __init__(self, *, may_type: bool = True, guest: bool = False) -> None:
        super().__init__(may_type=may_type, person=SimpleNamespace(guest=guest), told=[])

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def notify(self, event: Any, name: str) -> None:
        self.told.append(event.fields["text"])


def given(typed: LastTyped, *viewers: Viewer, owner: Viewer | None = None) -> list[bool]:
    """Which of the viewers gets a copy."""
    here: Any = dict.fromkeys(viewers)
    typed.deliver(Event("clipboard", {"text": "x"}), here, owner)  # type: ignore[arg-type]
    return [bool(viewer.told) for viewer in viewers]


def test_a_copy_goes_to_the_last_typist() -> None:
    one, two, typed = Viewer(), Viewer(), LastTyped()
    typed.note(two, lambda: True)
    assert [False, True] == given(typed, one, two, owner=one)


def test_without_a_typist_a_copy_goes_to_the_owner_of_the_size() -> None:
    one, two = Viewer(), Viewer()
    assert [True, False] == given(LastTyped(), one, two, owner=one)
    typed = LastTyped()
    typed.note(Viewer(), lambda: False)
    assert [False, True] == given(typed, Viewer(), two, owner=two)
    assert [False] == given(LastTyped(), Viewer(), owner=None)


def test_copies_are_not_exchanged_between_guests_and_users() -> None:
    guest, owner, typed = Viewer(guest=True), Viewer(), LastTyped()
    typed.note(guest, lambda: True, guest=True, notify=guest.notify)
    assert [False, False] == given(typed, guest, owner, owner=owner)
    assert [False] == given(LastTyped(), guest, owner=guest)
    typed.note(guest, lambda: False, guest=True)
    assert [False] == given(typed, owner, owner=owner)


def test_a_typist_in_a_mirror_gets_the_copy() -> None:
    owner, mirror, typed = Viewer(), Viewer(), LastTyped()
    typed.note(mirror, lambda: True, notify=mirror.notify)
    assert [False] == given(typed, owner, owner=owner)
    assert ["x"] == mirror.told
    typed.note(Viewer(), lambda: True)
    assert [False] == given(typed, owner, owner=owner)
