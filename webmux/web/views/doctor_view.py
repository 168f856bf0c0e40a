"""The checks of `webmux doctor`: for an admin who cannot use a shell, and for the doctor itself."""

from __future__ import annotations

from gevent.lock import BoundedSemaphore

from webmux.auth.rates import Kind
from webmux.errors import TooMany
from webmux.web.access.audit_trail import audit
from webmux.web.access.own_doctor import answer_self_check
from webmux.web.access.routes import ADMIN, OPERATOR, PUBLIC, Router
from webmux.web.services import rate_key, services
from webmux.web.views.schemas import Json, choice, described, named, shape

route = Router("doctor")

LEVEL = choice("ok", "warning", "error")
FINDING = shape(
    check=str,
    id=described(str, "stable; the guide has a row for each"),
    level=LEVEL,
    cause=str,
    fix=described(str, "a shell command; empty if all is well"),
)
REPORT = named("DoctorReport", level=LEVEL, findings=[FINDING])
SELF_CHECK = named("SelfCheck", proof=str, version=str, scheme=str, host=str, forwarded_for=bool)
SOCKETS = named(
    "TmuxSockets",
    own=str,
    others=[shape(path=str, sessions=int, show=described(str, "a command that shows it"))],
)
BUSY_S = 10
_one_at_a_time = BoundedSemaphore(1)


@route.get("/api/self-check", PUBLIC, "For `webmux doctor`: whether this is its server", {200: SELF_CHECK})
def self_check() -> Json:
    return answer_self_check()


@route.post("/api/admin/doctor", ADMIN, "Check this machine, as `webmux doctor` does", {200: REPORT})
def check_machine() -> Json:
    services().rates.hit(Kind.MACHINE_CHECK, rate_key())
    from webmux.doctor import runner  # few servers are ever checked

    if not _one_at_a_time.acquire(blocking=False):
        raise TooMany(f"the checks are running: try again in {BUSY_S} s", BUSY_S)
    try:
        found = runner.run(runner.inputs_of_server(services().config))
    finally:
        _one_at_a_time.release()
    level = runner.worst(found).value
    audit("machine_checked", result=level)
    return {"level": level, "findings": [finding.fields(name) for name, finding in found]}


@route.get(
    "/api/tmux-sockets", OPERATOR, "The socket that is shown, and others with sessions", {200: SOCKETS}
)
def tmux_sockets() -> Json:
    services().rates.hit(Kind.TMUX_SOCKETS, rate_key())
    from webmux.doctor import runner, tmux_sockets
    from webmux.doctor.finding import printable

    facts = tmux_sockets.gather(runner.inputs_of_server(services().config))
    others = [
        {"path": printable(one.path), "sessions": one.sessions, "show": tmux_sockets.show(one)}
        for one in tmux_sockets.with_sessions(facts.others)
    ]
    return {"own": printable(facts.own.path), "others": others}
