"""`python -m tests.counted` is `app.py` with one more figure at /metrics: greenlets that are alive."""

# gevent patches first, as in app.py
from gevent import monkey

monkey.patch_all()

import gc
from collections.abc import Iterator

from greenlet import greenlet
from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from webmux import cli
from webmux.web.views.metrics import LiveCollector

plain_collect = LiveCollector.collect


def collect(self: LiveCollector) -> Iterator[Metric]:
    yield from plain_collect(self)
    gc.collect()
    alive = sum(1 for each in gc.get_objects() if isinstance(each, greenlet) and not each.dead)
    yield GaugeMetricFamily("webmux_greenlets", "all that are alive", alive)


LiveCollector.collect = collect  # type: ignore[method-assign]

if __name__ == "__main__":
    cli.main()
