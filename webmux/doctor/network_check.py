"""What lies outside: the push services, and the clock compared with theirs."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import gevent
from gevent.pool import Pool

from webmux.doctor import repair
from webmux.doctor.exchange import tls_context
from webmux.doctor.finding import Findings, Inputs, error, ok, warning

REACH_S = 3.0
HOSTS_MAX = 8
SKEW_WARN_S = 60
SKEW_BAD_S = 600
"""Push services refuse signatures that ended, and a login link works for a limited time."""
EXAMPLES: Mapping[str, str] = {
    "*.push.services.mozilla.com": "updates.push.services.mozilla.com",
    "*.push.apple.com": "web.push.apple.com",
}
"""A host below each name with a wildcard. Microsoft's hosts change, so none is tried."""
_TIME_ERROR = 5  # adjtimex(2): the clock is not synchronised


@dataclass(frozen=True, slots=True)
class Network:
    """Facts of the push services and of the clock."""

    enabled: bool
    """Whether the option `push_hosts` names any."""
    reached: tuple[str, ...]
    failed: Mapping[str, str]
    """By host: why it could not be reached."""
    skew_s: float | None
    """How far our clock is ahead of a push service; None if none answered."""
    synchronised: bool | None
    """Whether the system sets its clock by itself; None if unknown."""
    has_timedatectl: bool = False


def gather(inputs: Inputs) -> Network:
    """Connect to each push service, for 3 s at most. Switches: yes."""
    hosts = [EXAMPLES.get(host, host) for host in inputs.config.push_hosts]
    tried = [host for host in hosts if "*" not in host][:HOSTS_MAX]
    results = dict(zip(tried, Pool(HOSTS_MAX).map(_reach, tried), strict=True))
    skews = [skew for skew, _ in results.values() if skew is not None]
    failed = {host: complaint for host, (_, complaint) in results.items() if complaint}
    reached = tuple(host for host in tried if host not in failed)
    synchronised, has_timedatectl = _synchronised()
    return Network(
        bool(hosts), reached, failed, min(skews, key=abs, default=None), synchronised, has_timedatectl
    )


def _reach(host: str) -> tuple[float | None, str]:
    """How far our clock is ahead of this host, if it says the time; and why it cannot be reached."""
    try:
        with gevent.Timeout(REACH_S, TimeoutError("timed out")):
            connection = socket.create_connection((host, 443), REACH_S)
    except OSError as failure:
        return None, failure.strerror or str(failure)
    with connection:
        try:
            with gevent.Timeout(REACH_S, TimeoutError("timed out")):
                return _skew(connection, host), ""
        except (OSError, http.client.HTTPException, ValueError):
            return None, ""  # it was reached


def _skew(connection: socket.socket, host: str) -> float | None:
    with tls_context(verify=False).wrap_socket(connection, server_hostname=host) as secured:
        client = http.client.HTTPConnection(host, timeout=REACH_S)
        client.sock = secured
        client.request("HEAD", "/", headers={"Connection": "close"})
        with client.getresponse() as answer:
            date = answer.getheader("Date")
    return None if date is None else time.time() - parsedate_to_datetime(date).timestamp()


def _synchronised() -> tuple[bool | None, bool]:
    """Whether the clock is synchronised, by systemd or the kernel, and whether systemd could do it."""
    program = shutil.which("timedatectl")
    if program is None:
        return _kernel_says(), False
    try:
        done = subprocess.run(
            [program, "show", "-p", "NTPSynchronized", "--value"],
            capture_output=True,
            text=True,
            timeout=2,
            check=False,
        )
        if done.returncode == 0 and done.stdout.strip() in ("yes", "no"):
            return done.stdout.strip() == "yes", True
    except (OSError, subprocess.SubprocessError):
        pass
    return _kernel_says(), False


def _kernel_says() -> bool | None:
    import ctypes

    try:
        libc = ctypes.CDLL(None)
        # Modes are 0, so it only reads; the buffer is larger than struct timex.
        state = libc.adjtimex(ctypes.create_string_buffer(1024))
    except (OSError, AttributeError):
        return None
    return None if state < 0 else state != _TIME_ERROR


def check(inputs: Inputs) -> Findings:
    """See `judge`."""
    return judge(gather(inputs), inputs.uid)


def judge(facts: Network, uid: int) -> Findings:
    """Whether notifications can leave this machine, and whether its clock is right."""
    return [*_push(facts), *_clock(facts, uid)]


def _push(facts: Network) -> Findings:
    if not facts.enabled:
        return [ok("push", "The option push_hosts is empty: WebMux sends no notifications to closed pages.")]
    if not facts.failed:
        return [ok("push", f"{len(facts.reached)} push services can be reached.")]
    host, reason = next(iter(facts.failed.items()))
    fix = f"curl -sSI --max-time 5 https://{host}/"
    if facts.reached:
        cause = f"The push service {host} cannot be reached ({reason}): its browsers get no notifications."
        return [warning("push", cause, fix)]
    cause = f"No push service can be reached ({host}: {reason}). Without internet that is normal."
    return [warning("push", cause, fix)]


def _clock(facts: Network, uid: int) -> Findings:
    fix = repair.as_root("timedatectl set-ntp true", uid)
    if not facts.has_timedatectl:
        fix = repair.install("chrony", uid)
    if facts.skew_s is None:
        if facts.synchronised is False:
            cause = "Nothing sets the clock of this machine, and no other clock was reached to compare."
            return [warning("clock", cause, fix)]
        return [ok("clock", "No other clock was reached to compare with ours.")]
    off_s = abs(facts.skew_s)
    way = "fast" if facts.skew_s > 0 else "slow"
    if off_s >= SKEW_WARN_S:
        judged = error if off_s >= SKEW_BAD_S else warning
        return [
            judged("clock", f"The clock is {off_s:.0f} s {way}: notifications and certificates fail.", fix)
        ]
    return [ok("clock", f"The clock is right to {max(1, round(off_s))} s.")]
