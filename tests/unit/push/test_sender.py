"""Sending to a push service on loopback: what it gets, and what happens if it refuses."""

from __future__ import annotations

import time

import gevent
import pytest
from gevent.event import Event as Flag

from tests.push_service import HOST, Browser, claims_of, push_service
from tests.support import eventually
from webmux.auth.subscriptions import Address, PushSubscription
from webmux.push import sender as module
from webmux.push.sender import NOBODY, TTL_S, WAITING_MAX, PushFailed, Sender
from webmux.push.vapid_keys import VapidKeys

KEYS = VapidKeys(b"s" * 32)


@pytest.fixture
def service():
    with push_service() as running:
        yield running


@pytest.fixture
def heard() -> dict[str, list[int]]:
    return {"sent": [], "gone": []}


@pytest.fixture
def sender(heard):
    made = Sender(
        KEYS,
        [HOST],
        "",
        lambda one: heard["sent"].append(one.id),
        lambda one: heard["gone"].append(one.id),
    )
    yield made
    made.stop()


def of(browser: Browser, number: int = 1) -> PushSubscription:
    told = browser.subscription()
    address = Address(told["endpoint"], **told["keys"])
    return PushSubscription(number, 1, "login", address, "", 0, None)


def test_a_message_is_encrypted_for_the_browser_and_signed_by_us(service, sender, heard) -> None:
    browser = Browser(service.origin)
    sender.send(of(browser), '{"title": "wörk"}', "topic")
    [(headers, body)] = service.taken
    assert {"title": "wörk"} == browser.read(body)
    assert b"title" not in body
    claims = claims_of(headers, KEYS.public)
    assert (service.origin, NOBODY) == (claims["aud"], claims["sub"])
    assert 0 < claims["exp"] - time.time() <= 24 * 3600
    wanted = {"HTTP_TTL": str(TTL_S), "HTTP_TOPIC": "topic", "HTTP_CONTENT_ENCODING": "aes128gcm"}
    assert wanted == {name: headers[name] for name in wanted}
    assert ([1], []) == (heard["sent"], heard["gone"])


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_an_ended_subscription_is_reported(status: str, service, sender, heard) -> None:
    service.status = status
    with pytest.raises(PushFailed):
        sender.send(of(Browser(service.origin)), "{}", "t")
    assert ([], [1]) == (heard["sent"], heard["gone"])


@pytest.mark.parametrize("status", ["400 Bad", "403 Forbidden", "413 Big", "429 Many", "500 Oops"])
def test_any_other_failure_keeps_the_subscription(status: str, service, sender, heard) -> None:
    service.status = status
    with pytest.raises(PushFailed, match=status[:3]):
        sender.send(of(Browser(service.origin)), "{}", "t")
    assert ([], []) == (heard["sent"], heard["gone"])


def test_redirects_are_not_followed(service, sender) -> None:
    with push_service() as elsewhere:
        service.status = "307 Elsewhere"
        service.headers = [("Location", elsewhere.origin + "/secret")]
        with pytest.raises(PushFailed, match="307"):
            sender.send(of(Browser(service.origin)), "{}", "t")
        assert [] == elsewhere.taken


def test_a_host_that_is_no_longer_allowed_gets_no_request(service) -> None:
    sender = Sender(KEYS, [], "", lambda one: None, lambda one: None)
    with pytest.raises(PushFailed):
        sender.send(of(Browser(service.origin)), "{}", "t")
    assert [] == service.taken


def test_a_service_that_does_not_answer_times_out(service, sender, monkeypatch) -> None:
    monkeypatch.setattr(module, "SEND_S", 0.2)
    stuck = Flag()
    service.wait = stuck.wait
    with pytest.raises(PushFailed, match="within"):
        sender.send(of(Browser(service.origin)), "{}", "t")
    stuck.set()


def test_an_unreachable_service_is_a_failure(sender) -> None:
    with pytest.raises(PushFailed, match="reached"):
        sender.send(of(Browser("http://127.0.0.1:1")), "{}", "t")


def test_offers_never_wait_and_are_bounded(service, sender) -> None:
    """A service that hangs delays only its own messages, and messages beyond the limit are dropped."""
    stuck = Flag()
    service.wait = stuck.wait
    sender.start()
    browser = Browser(service.origin)
    taken = [sender.offer(of(browser), "{}", "t") for _ in range(WAITING_MAX + 1)]
    assert taken == [True] * WAITING_MAX + [False]
    eventually(lambda: len(service.taken) >= module.AT_ONCE)
    assert module.AT_ONCE == len(service.taken)
    stuck.set()
    eventually(lambda: len(service.taken) == WAITING_MAX, timeout_s=15)


def test_a_failure_does_not_end_the_sender(service, sender, heard) -> None:
    sender.start()
    sender.offer(of(Browser("http://127.0.0.1:1"), 1), "{}", "t")
    broken = PushSubscription(2, 1, "login", Address(service.origin, "?", "?"), "", 0, None)
    sender.offer(broken, "{}", "t")
    sender.offer(of(Browser(service.origin), 3), "{}", "t")
    eventually(lambda: heard["sent"] == [3])
    gevent.sleep(0)
