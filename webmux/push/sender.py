"""Sends messages to push services: a few at a time, within a deadline, signed and encrypted."""

from __future__ import annotations

import http.client
import importlib
from collections.abc import Callable, Collection
from typing import Any

import gevent
from gevent.queue import Full, Queue

from webmux.auth.subscriptions import PushSubscription
from webmux.errors import BadField, WebMuxError
from webmux.logs import get_logger
from webmux.push.hosts import PrivateAddress, target_of
from webmux.push.post import Poster
from webmux.push.vapid_keys import VapidKeys
from webmux.supervise import Nursery, in_thread

log = get_logger(__name__)

SEND_S = 10.0
"""A slower push service gets nothing."""
WAITING_MAX = 200
"""More messages than that are dropped."""
AT_ONCE = 4
TTL_S = 3600
"""A browser that is offline for longer does not get the message."""
GONE = (404, 410)
NOBODY = "mailto:webmux@example.org"
"""RFC 8292 wants a contact; some services refuse messages without one."""

Outcome = Callable[[PushSubscription], None]


class PushFailed(WebMuxError):
    """The push service did not accept the message; `gone` if it never will."""

    status = 502
    code = "push_failed"

    def __init__(self, message: str, *, gone: bool = False) -> None:
        super().__init__(message)
        self.gone = gone


class Sender:
    """Sends messages. `on_sent` or `on_gone` is called with each outcome, in a greenlet that may switch."""

    def __init__(
        self, keys: VapidKeys, hosts: Collection[str], contact: str, on_sent: Outcome, on_gone: Outcome
    ) -> None:
        self._keys = keys
        self._hosts = hosts
        self._contact = contact or NOBODY
        self._on_sent = on_sent
        self._on_gone = on_gone
        self._waiting: Queue[tuple[PushSubscription, str, str, str]] = Queue(WAITING_MAX)
        self._nursery = Nursery("push")

    def start(self) -> None:
        """Start to send. Does not wait."""
        for number in range(AT_ONCE):
            self._nursery.spawn(f"sender {number}", self._send_all)

    def stop(self) -> None:
        """Stop to send and drop waiting messages. Safe to call twice."""
        self._nursery.stop()

    def offer(self, subscription: PushSubscription, text: str, topic: str, urgency: str = "normal") -> bool:
        """Queue a message. Never waits; False if the queue is full and the message was dropped."""
        try:
            self._waiting.put_nowait((subscription, text, topic, urgency))
        except Full:
            log.warning("push dropped", waiting=WAITING_MAX)
            return False
        return True

    def send(self, subscription: PushSubscription, text: str, topic: str, urgency: str = "normal") -> None:
        """Send a message now. Raises PushFailed: it was not accepted. Switches: for `SEND_S` at most."""
        try:
            with gevent.Timeout(SEND_S, PushFailed(f"the push service did not answer within {SEND_S:g} s")):
                self._post(subscription, text, topic, urgency)
        except PushFailed as failed:
            if failed.gone:
                self._on_gone(subscription)
            raise
        self._on_sent(subscription)

    def _send_all(self) -> None:
        while True:
            subscription, text, topic, urgency = self._waiting.get()
            try:
                self.send(subscription, text, topic, urgency)
            except WebMuxError as error:
                log.info("push not taken", subscription=subscription.id, error=error.message)
            except Exception:  # an unexpected failure must not end the sender
                log.exception("push failed", subscription=subscription.id)

    def _post(self, subscription: PushSubscription, text: str, topic: str, urgency: str) -> None:
        library = in_thread(_library)
        address = subscription.address
        try:
            target = target_of(address.endpoint, self._hosts)  # the option may have changed
            library.webpush(
                {"endpoint": address.endpoint, "keys": {"p256dh": address.p256dh, "auth": address.auth}},
                text,
                vapid_private_key=self._keys.signer,
                vapid_claims={"sub": self._contact, "aud": target.origin},
                headers={"Topic": topic, "Urgency": urgency},
                ttl=TTL_S,
                timeout=SEND_S,
                requests_session=Poster(target),
            )
        except (BadField, PrivateAddress) as error:
            raise PushFailed(error.message) from error
        except library.WebPushException as error:
            raise _failed(error) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise PushFailed(f"the push service cannot be reached: {type(error).__name__}") from error


def _library() -> Any:
    """The library, which takes half a second to load."""
    try:
        return importlib.import_module("pywebpush")
    finally:
        gevent.get_hub().destroy(destroy_loop=True)  # loading waits at a lock, for which the thread got a hub


def _failed(error: Any) -> PushFailed:
    status = error.status_code
    if status is None:
        return PushFailed("nothing was sent to the push service: the browser's keys are invalid", gone=True)
    return PushFailed(f"the push service answered {status}", gone=status in GONE)
