"""Health checks and metrics."""

from __future__ import annotations

from flask import Flask, Response, g, request

from webmux.errors import TmuxError
from webmux.logs import get_logger
from webmux.web.access.error_replies import HttpError
from webmux.web.access.routes import PUBLIC, VIEWER, Router
from webmux.web.services import services
from webmux.web.views.schemas import Json, named

log = get_logger(__name__)
route = Router("health")

HEALTH = named("Health", status=str)


@route.get("/healthz", PUBLIC, "Whether the process runs", {200: HEALTH}, counted=False, logged=False)
def alive() -> Json:
    return {"status": "ok"}


@route.get("/readyz", VIEWER, "Whether tmux answers", {200: HEALTH})
def ready() -> Json:
    """Whether tmux answers. Without a tmux server it is ready too: a new session starts one."""
    try:
        sessions = services().tmux.list_sessions()
    except TmuxError as error:
        log.warning("not ready", code=error.code, error=error.message)
        raise HttpError(503, error.code, error.message) from error
    return {"status": "ok", "tmux_server": bool(sessions.epoch)}


@route.get("/metrics", VIEWER, "Metrics for Prometheus")
def metrics() -> Response:
    from prometheus_client import generate_latest  # loaded with the first request
    from prometheus_client.exposition import CONTENT_TYPE_LATEST

    return Response(generate_latest(services().registry), content_type=CONTENT_TYPE_LATEST)


def register(app: Flask) -> None:
    """Count answers by method and status, which are few."""

    @app.after_request
    def count(answer: Response) -> Response:
        method = request.method if g.get("request_id") and request.endpoint else "other"
        services().answers[method, str(answer.status_code)] += 1
        return answer
