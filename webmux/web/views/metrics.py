"""Metrics of all terminals for `/metrics`. They are sums, because session names are private."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from webmux.web.presence.connections import OpenSockets

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

    from webmux.hub.subscriber import Subscriber
    from webmux.live import Live
    from webmux.panes.viewers.pane_subscriber import PaneSubscriber
    from webmux.web.services import Services


class LiveCollector:
    """A collector of prometheus_client, which is imported with the first request for metrics.

    Reads the numbers when they are requested, so terminals do not have to count.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._live: Live = services.live
        self._sockets: OpenSockets = services.sockets

    def collect(self) -> Iterator[Metric]:
        """The current metrics. Cost: O(subscribers)."""
        from prometheus_client.metrics_core import CounterMetricFamily, SummaryMetricFamily

        counts = self._live.counts()
        sent_bytes, send_calls = self._sockets.sent()
        yield from self._gauges()
        for name, words, value in (
            ("output_bytes", "terminal output read, counted once", counts.output_bytes),
            ("frames", "frames that output was joined into", counts.frames),
            ("reads", "reads of terminals", counts.reads),
            ("repaints", "times tmux had to draw a screen again", counts.repaints),
            ("snapshots", "snapshots sent to subscribers", counts.snapshots),
            ("skipped_frames", "frames that a snapshot replaced", counts.skipped_frames),
            ("decoded_bytes", "output turned into text, for /ws only", self._live.decoded_bytes),
            ("captures", "captures of windows, for mirrors and previews", self._live.captures.total),
            ("tmux_connects", "control connections made to tmux", self._live.tmux.link.connects),
            ("sent_bytes", "bytes sent to sockets, frame headers included", sent_bytes),
            ("send_calls", "system calls that sent them", send_calls),
        ):
            yield CounterMetricFamily(f"webmux_{name}", words, value)
        yield SummaryMetricFamily(
            "webmux_ack_seconds",
            "from output sent to its acknowledgement, one frame at a time for each subscriber",
            counts.acks,
            counts.ack_seconds,
        )

        yield self._answers()

    def _answers(self) -> Metric:
        from prometheus_client.metrics_core import CounterMetricFamily

        family = CounterMetricFamily("webmux_http_answers", "HTTP answers", labels=["method", "status"])
        for labels, count in sorted(self._services.answers.items()):
            family.add_metric(labels, count)
        return family

    def _gauges(self) -> Iterator[Metric]:
        from prometheus_client.metrics_core import GaugeMetricFamily

        hubs, sessions = self._live.hubs, self._live.native.sessions()
        subscribers: list[Subscriber | PaneSubscriber] = [one for hub in hubs for one in hub.subscribers]
        subscribers += [subscriber for session in sessions for subscriber in session.subscribers]
        rings = [hub.ring for hub in hubs]
        rings += [hub.ring for session in sessions for hub in session.hubs()]
        viewers = sum(not subscriber.unseen for subscriber in subscribers)
        windows = [subscriber.window for subscriber in subscribers]
        for name, words, value in (
            ("hubs", "terminals and panes that are read", len(rings)),
            ("sockets", "open WebSockets", len(self._sockets)),
            ("subscribers", "viewers of all terminals", viewers),
            ("ring_bytes", "output stored for resuming", sum(ring.cost_bytes for ring in rings)),
            ("queued_frames", "frames that wait for credit", sum(s.waiting_frames() for s in subscribers)),
            ("window_bytes", "credit of all subscribers", sum(w.window_bytes for w in windows)),
            ("in_flight_bytes", "sent and not acknowledged", sum(w.in_flight_bytes for w in windows)),
            ("pane_waits", "programs that wait for panes", self._services.waits_running()),
            ("stale_subscribers", "viewers that wait for a snapshot", sum(s.stale for s in subscribers)),
        ):
            yield GaugeMetricFamily(f"webmux_{name}", words, value)
