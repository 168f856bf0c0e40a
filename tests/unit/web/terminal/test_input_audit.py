"""What the audit trail has of typing: that somebody types, how much was pasted, and nothing of what."""

from __future__ import annotations

from typing import Any

import pytest

from webmux.web.terminal import input_audit as keyboards
from webmux.web.terminal.input_audit import KEYBOARD_S, PASTE_MIN_BYTES, PASTE_PIECE_BYTES, Keyboard


@pytest.fixture
def noted(monkeypatch):
    notes: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(keyboards, "audit", lambda event, **detail: notes.append((event, detail)))
    return notes


def test_who_types_on_has_the_keyboard_once(noted, monkeypatch):
    times = iter((1000.0, 1000.0 + KEYBOARD_S - 1, 1000.0 + 2 * KEYBOARD_S))
    monkeypatch.setattr(keyboards.time, "monotonic", lambda: next(times))
    keyboard = Keyboard("work")
    for _ in range(3):
        keyboard.took(1)
    assert [("keyboard", {"session": "work"})] * 2 == noted


def test_the_pieces_of_a_paste_are_one_event(noted):
    """Also where the connection ends in the midst of it."""
    keyboard = Keyboard("work")
    keyboard.took(PASTE_PIECE_BYTES)
    keyboard.took(PASTE_PIECE_BYTES)
    keyboard.took(7)
    keyboard.took(PASTE_MIN_BYTES - 1)
    keyboard.took(PASTE_PIECE_BYTES)
    keyboard.ended()
    keyboard.ended()
    pastes = [detail["bytes"] for event, detail in noted if event == "paste"]
    assert [2 * PASTE_PIECE_BYTES + 7, PASTE_PIECE_BYTES] == pastes
