"""Is it alive, can it work, how is it doing."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Blueprint, Response, g, make_response, request
from prometheus_client import Counter, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import CollectorRegistry

from webmux.errors import TmuxError
from webmux.web.access.error_replies import HttpError
from webmux.web.services import services

log = structlog.get_logger(__name__)
blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> dict[str, str]:
    return {"status": "ok"}


@blueprint.get("/readyz")
def ready() -> dict[str, Any]:
    """Whether tmux answers; no tmux server yet is fine, a session can be made then."""
    try:
        listed = services().tmux.list_sessions()
    except TmuxError as error:
        log.warning("not ready", code=error.code, error=error.message)
        raise HttpError(503, error.code, error.message) from error
    return {"status": "ok", "tmux_server": bool(listed.epoch)}


@blueprint.get("/metrics")
def metrics() -> Response:
    answer = make_response(generate_latest(services().registry))
    answer.headers["Content-Type"] = CONTENT_TYPE_LATEST
    return answer


def add_collectors(registry: CollectorRegistry) -> Counter:
    """Figures of the process, and a counter of answers for `count_answers`."""
    ProcessCollector(registry=registry)
    return Counter("webmux_http_answers_total", "HTTP answers", ["method", "status"], registry=registry)


def count_answers(counter: Counter) -> Any:
    """An `after_request` function that counts; methods and statuses are few, so are the series."""

    def count(answer: Response) -> Response:
        method = request.method if g.get("request_id") and request.endpoint else "other"
        counter.labels(method, str(answer.status_code)).inc()
        return answer

    return count
