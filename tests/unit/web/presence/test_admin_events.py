"""Admin pages get the names of changed parts soon, and many changes at once as one message."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import eventually
from webmux.errors import SubscriberClosed
from webmux.signals import Signal
from webmux.web.presence import admin_events
from webmux.web.presence.admin_events import AdminPush


@pytest.fixture
def sent(monkeypatch):
    monkeypatch.setattr(admin_events, "PAUSE_S", 0.01)
    return []


def pushing(changes: Signal[[str]], sent: list[Any]) -> AdminPush:
    return AdminPush(changes, lambda kind, **fields: sent.append((kind, fields["parts"])))


def test_many_changes_cause_one_message(sent):
    changes: Signal[[str]] = Signal()
    push = pushing(changes, sent)
    push.watch()
    push.watch()
    for part in ("users", "audit", "users"):
        changes.send(part)
    assert eventually(lambda: sent == [("admin-changed", ["audit", "users"])])
    changes.send("shares")
    assert eventually(lambda: sent[1:] == [("admin-changed", ["shares"])])
    push.close()


def test_a_closed_page_gets_nothing_more(sent):
    changes: Signal[[str]] = Signal()
    push = pushing(changes, sent)
    push.watch()
    push.close()
    changes.send("users")
    assert ([], 0) == (sent, len(changes))


def test_a_lost_page_does_not_affect_others():
    def gone(kind: str, **fields: Any) -> None:
        raise SubscriberClosed("closed")

    changes: Signal[[str]] = Signal()
    push = AdminPush(changes, gone)
    push.watch()
    changes.send("users")
    push.close()
