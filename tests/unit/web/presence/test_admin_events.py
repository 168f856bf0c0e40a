"""News of what admin pages show: the part, soon, and many changes at once as one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import eventually
from webmux.errors import SubscriberClosed
from webmux.web.presence import admin_events as admin_news
from webmux.web.presence.admin_events import AdminNews, NewsPush


@pytest.fixture
def sent(monkeypatch):
    monkeypatch.setattr(admin_news, "PAUSE_S", 0.01)
    return []


def pushing(news: AdminNews, sent: list[Any]) -> NewsPush:
    return NewsPush(news, lambda kind, **fields: sent.append((kind, fields["parts"])))


def test_many_changes_at_once_are_one_message(sent):
    news = AdminNews()
    push = pushing(news, sent)
    push.watch()
    push.watch()
    for part in ("users", "audit", "users"):
        news.teller(part)()
    assert eventually(lambda: sent == [("admin-changed", ["audit", "users"])])
    news.teller("shares")()
    assert eventually(lambda: sent[1:] == [("admin-changed", ["shares"])])
    push.close()


def test_who_left_hears_nothing_more(sent):
    news = AdminNews()
    push = pushing(news, sent)
    push.watch()
    push.close()
    news.teller("users")()
    assert ([], {}) == (sent, news._listeners)


def test_a_page_that_is_gone_troubles_nobody():
    def gone(kind: str, **fields: Any) -> None:
        raise SubscriberClosed("closed")

    news = AdminNews()
    push = NewsPush(news, gone)
    push.watch()
    news.teller("users")()
    push.close()
