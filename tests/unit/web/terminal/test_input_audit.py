"""The audit trail has the typist and the size of a paste, never the text."""

from __future__ import annotations

from typing import Any

import pytest

from webmux.web.terminal import input_audit
from webmux.web.terminal.input_audit import KEYBOARD_S, PASTE_MIN_BYTES, PASTE_PIECE_BYTES, InputAudit


@pytest.fixture
def noted(monkeypatch):
    notes: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(input_audit, "audit", lambda event, **detail: notes.append((event, detail)))
    return notes


def test_steady_typing_is_one_event_a_minute(noted, monkeypatch):
    times = iter((1000.0, 1000.0 + KEYBOARD_S - 1, 1000.0 + 2 * KEYBOARD_S))
    monkeypatch.setattr(input_audit.time, "monotonic", lambda: next(times))
    typing = InputAudit("work")
    for _ in range(3):
        typing.typed(1)
    assert [("keyboard", {"session": "work"})] * 2 == noted


def test_the_pieces_of_a_paste_are_one_event(noted):
    """Also if the connection ends during the paste."""
    typing = InputAudit("work")
    typing.typed(PASTE_PIECE_BYTES)
    typing.typed(PASTE_PIECE_BYTES)
    typing.typed(7)
    typing.typed(PASTE_MIN_BYTES - 1)
    typing.typed(PASTE_PIECE_BYTES)
    typing.ended()
    typing.ended()
    pastes = [detail["bytes"] for event, detail in noted if event == "paste"]
    assert [2 * PASTE_PIECE_BYTES + 7, PASTE_PIECE_BYTES] == pastes
