"""What of one pane is in flight."""

from __future__ import annotations

from webmux.panes.viewers.pane_ledger import PaneLedger


def test_output_is_freed_byte_by_byte():
    ledger = PaneLedger()
    ledger.on_output(10, 10)
    ledger.on_output(30, 20)
    assert 4 == ledger.on_ack(4)
    assert 26 == ledger.in_flight_bytes
    assert 0 == ledger.on_ack(3)
    assert 26 == ledger.on_ack(30)
    assert not ledger


def test_a_snapshot_is_freed_as_a_whole():
    """Its bytes have nothing to do with its offset."""
    ledger = PaneLedger()
    ledger.on_output(10, 10)
    assert not ledger.may_send_snapshot(10)
    assert ledger.may_send_snapshot(11)
    ledger.on_snapshot(11, 5000)
    assert not ledger.may_send_snapshot(11)
    assert 10 == ledger.on_ack(10)
    ledger.on_output(14, 3)
    assert 5002 == ledger.on_ack(13)
    assert 1 == ledger.on_ack(14)


def test_an_empty_snapshot_is_in_flight_too():
    ledger = PaneLedger()
    ledger.on_snapshot(0, 0)
    assert ledger
    assert 0 == ledger.on_ack(0)
    assert not ledger
