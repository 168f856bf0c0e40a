"""The public address: whether it leads to this server, with WebSockets and the headers of the proxy."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import gevent
from gevent.pool import Pool

from webmux.auth import self_check
from webmux.doctor import repair
from webmux.doctor.exchange import Reply, ask, upgrade
from webmux.doctor.finding import Finding, Findings, Inputs, error, ok, warning

ASK_S = 3.0
ORIGINS_MAX = 4
NGINX_DOCS = "docs/deployment.md"


@dataclass(frozen=True, slots=True)
class Address:
    """Facts of one public origin."""

    origin: str
    reply: Reply | None = None
    """None if nothing answered."""
    complaint: str = ""
    """Why nothing answered."""
    untrusted: str = ""
    """Why its certificate is not trusted; empty if it is."""
    socket: Reply | None = None
    """The answer to a WebSocket handshake; None if there was none."""
    socket_complaint: str = ""


@dataclass(frozen=True, slots=True)
class Public:
    """Facts of all public origins."""

    served: bool
    behind_proxy: bool
    addresses: tuple[Address, ...]
    can_ask: bool = True
    """Whether this user can read the secret of the server."""


def gather(inputs: Inputs) -> Public:
    """Send a self-check to each public origin. Switches: yes, for 9 s at most."""
    config = inputs.config
    key = self_check.key_of(config.state_dir) if inputs.served else None
    origins = config.public_origins[:ORIGINS_MAX]
    if key is None:
        addresses = [Address(origin) for origin in origins]
    else:
        addresses = Pool(ORIGINS_MAX).map(lambda origin: _ask(origin, config.base_path, key), origins)
    return Public(inputs.served, config.behind_proxy, tuple(addresses), key is not None)


def _within(limit_s: float) -> gevent.Timeout:
    """Ends what the limit of a socket does not: a resolver that hangs, or an answer that trickles."""
    return gevent.Timeout(limit_s, TimeoutError(f"no answer in {limit_s:g} s"))


def _ask(origin: str, base_path: str, key: bytes) -> Address:
    facts = Address(origin)
    try:
        try:
            with _within(ASK_S):
                reply = ask(origin, base_path, key, ASK_S, verify=True)
        except ssl.SSLCertVerificationError as failure:
            facts = replace(facts, untrusted=failure.verify_message or "it is not trusted")
            with _within(ASK_S):
                reply = ask(origin, base_path, key, ASK_S, verify=False)
    except OSError as failure:
        return replace(facts, complaint=_reason(failure))
    facts = replace(facts, reply=reply)
    if not reply.is_ours:
        return facts
    try:
        with _within(ASK_S):
            return replace(facts, socket=upgrade(origin, base_path, key, ASK_S))
    except OSError as failure:
        return replace(facts, socket_complaint=_reason(failure))


def _reason(failure: OSError) -> str:
    if isinstance(failure, ssl.SSLError):
        return f"TLS: {failure.reason or 'failed'}".replace("_", " ")
    return failure.strerror or str(failure) or type(failure).__name__


def check(inputs: Inputs) -> Findings:
    """See `judge`."""
    return judge(gather(inputs))


def judge(facts: Public) -> Findings:
    """Whether browsers reach WebMux at its public addresses."""
    if not facts.addresses:
        return [ok("public", "The option public_origins is empty: only the addresses of this machine work.")]
    if not facts.served:
        cause = f"{facts.addresses[0].origin} cannot be checked, because WebMux does not run."
        return [warning("public-unchecked", cause, repair.program())]
    if not facts.can_ask:
        cause = f"{facts.addresses[0].origin} cannot be checked: this user cannot read the state directory."
        return [warning("public-unchecked", cause, "id -un")]
    return [finding for one in facts.addresses for finding in _judged(one, behind_proxy=facts.behind_proxy)]


def _judged(one: Address, *, behind_proxy: bool) -> Findings:
    found = [_trust(one)] if one.untrusted else []
    fault = _reach_fault(one)
    if fault is not None:
        return [*found, fault]
    assert one.reply is not None
    checks = (_scheme(one, behind_proxy=behind_proxy), _host(one), _client(one, behind_proxy=behind_proxy))
    found += [fault for fault in (*checks, _socket(one)) if fault is not None]
    return found or [ok("public", f"{one.origin} leads to this WebMux, and WebSockets work there.")]


def _trust(one: Address) -> Finding:
    host = urlsplit(one.origin)
    at = repair.quoted(f"{host.hostname}:{host.port or 443}")
    fix = f"openssl s_client -connect {at} </dev/null | openssl x509 -noout -dates -ext subjectAltName"
    cause = f"This machine does not trust the certificate of {one.origin}: {one.untrusted}."
    broken = "expired" in one.untrusted or "ismatch" in one.untrusted
    return (error if broken else warning)("public-certificate", cause, fix)


def _reach_fault(one: Address) -> Finding | None:
    look = f"curl -sv {repair.quoted(one.origin)}/healthz"
    if one.reply is None:
        cause = f"Nothing answers at {one.origin}: {one.complaint}."
        return error("public-unreachable", cause, look)
    if one.reply.is_ours:
        return None
    if one.reply.code == "bad_host":
        cause = f"The proxy at {one.origin} sends another name: it must set Host and X-Forwarded-Host."
        return error("public-host", cause, _nginx("Host $host", "X-Forwarded-Host $host"))
    if one.reply.code == "not_the_proxy":
        cause = f"The proxy at {one.origin} connects from an address that is not in proxy_addresses."
        return error("public-proxy-address", cause, f"{repair.program()} --proxy-addresses ADDRESS")
    if one.reply.location:
        cause = f"{one.origin} redirects to {one.reply.location}, which is not in public_origins."
        return error("public-elsewhere", cause, look)
    cause = f"{one.origin} leads to another server, or to another WebMux: it answers {one.reply.status}."
    return error("public-elsewhere", cause, look)


def _scheme(one: Address, *, behind_proxy: bool) -> Finding | None:
    assert one.reply is not None
    scheme, seen = urlsplit(one.origin).scheme, str(one.reply.seen.get("scheme", ""))
    if seen == scheme:
        return None
    if not behind_proxy:
        cause = f"{one.origin} is a proxy, but the option behind_proxy is off: WebMux sees {seen}."
        return error("public-behind-proxy", cause, f"{repair.program()} --behind-proxy")
    cause = f"The proxy at {one.origin} does not send X-Forwarded-Proto: {scheme}, so WebMux sees {seen}."
    return error("public-forwarded-proto", cause, _nginx("X-Forwarded-Proto $scheme"))


def _host(one: Address) -> Finding | None:
    assert one.reply is not None
    seen = str(one.reply.seen.get("host", ""))
    if seen.partition(":")[0].lower() == (urlsplit(one.origin).hostname or ""):
        return None
    if seen.startswith("["):
        return None
    cause = f"The proxy at {one.origin} sends the name {seen}: it must set Host and X-Forwarded-Host."
    return error("public-host", cause, _nginx("Host $host", "X-Forwarded-Host $host"))


def _client(one: Address, *, behind_proxy: bool) -> Finding | None:
    assert one.reply is not None
    seen: dict[str, Any] = one.reply.seen
    if not behind_proxy or seen.get("forwarded_for"):
        return None
    cause = f"The proxy at {one.origin} does not send X-Forwarded-For: all users share one rate limit."
    return error("public-forwarded-for", cause, _nginx("X-Forwarded-For $remote_addr"))


def _socket(one: Address) -> Finding | None:
    if one.socket is not None and one.socket.is_ours:
        return None
    reason = one.socket_complaint
    if one.socket is not None:
        reason = f"it answers {one.socket.status} instead of 101"
    cause = f"WebSockets do not pass {one.origin}: {reason}. The proxy must pass Upgrade."
    return error("public-websocket", cause, _nginx("Upgrade $http_upgrade", 'Connection "upgrade"'))


def _nginx(*headers: str) -> str:
    """Prints the lines for nginx; docs/deployment.md has the whole block."""
    lines = [f"proxy_set_header {header};" for header in headers]
    return f"printf '%s\\n' {repair.quoted(*lines)}  # into the location of nginx, see {NGINX_DOCS}"
