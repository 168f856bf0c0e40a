"""Signals: who is called, in which order, and what a failing listener does."""

from __future__ import annotations

import pytest

from webmux.signals import Signal


def test_listeners_are_called_in_order_with_what_was_sent() -> None:
    """The one that was added first is called first; one that was added twice is called twice."""
    signal: Signal[[str]] = Signal()
    calls: list[str] = []
    signal.add(lambda text: calls.append(f"first {text}"))
    signal.add(calls.append)
    signal.add(calls.append)
    signal.send("x")
    assert ["first x", "x", "x"] == calls


def test_a_removed_listener_is_not_called() -> None:
    """Only the registration that was ended is ended, and ending it again does nothing."""
    signal: Signal[[str]] = Signal()
    calls: list[str] = []
    remove = signal.add(calls.append)
    signal.add(calls.append)
    remove()
    remove()
    signal.send("x")
    assert (["x"], 1) == (calls, len(signal))


def test_a_listener_may_remove_itself_and_add_another() -> None:
    """The change counts from the next event on."""
    signal: Signal[[]] = Signal()
    calls: list[str] = []

    def once() -> None:
        remove()
        calls.append("once")
        signal.add(lambda: calls.append("later"))

    remove = signal.add(once)
    signal.send()
    signal.send()
    assert ["once", "later"] == calls


def test_an_error_of_a_listener_reaches_the_sender() -> None:
    """The listeners after it are not called."""
    signal: Signal[[]] = Signal()
    calls: list[str] = []

    def fail() -> None:
        raise ValueError("broken")

    signal.add(fail)
    signal.add(lambda: calls.append("after"))
    with pytest.raises(ValueError, match="broken"):
        signal.send()
    assert [] == calls
