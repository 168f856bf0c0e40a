"""The address to listen on: whether WebMux runs there, or another program has it."""

from __future__ import annotations

import errno
import os
import socket
from dataclasses import dataclass, replace

from webmux.auth import self_check
from webmux.config import Config
from webmux.doctor import repair
from webmux.doctor.exchange import Reply, ask
from webmux.doctor.finding import Finding, Findings, Inputs, error, ok, warning

ASK_S = 2.0
PORTS_TRIED = 50
_NOT_THE_PROXY = "not_the_proxy"
"""A server whose proxy is on another machine answers this machine so."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Facts of the address."""

    address: str
    """As the option says: `host:port`, or the path of the Unix socket."""
    is_path: bool = False
    fault: int = 0
    """The errno of binding it; 0 if that works."""
    is_ours: bool = False
    """Whether a WebMux with this state directory answered there."""
    version: str = ""
    served: bool = False
    """Whether a server runs with this state directory, perhaps at another address."""
    silent: bool = False
    """Whether a server runs with this state directory, and nothing answers here."""
    program: str = ""
    """The program that has the port, such as `nginx (process 12)`; empty if unknown."""
    free_port: int | None = None
    """A port that is free instead."""


def gather(inputs: Inputs) -> Listening:
    """Bind the address for a moment, and ask what listens there. Switches: yes, for 2 s at most."""
    config = inputs.config
    if config.unix_socket is not None:
        return _unix_facts(config, served=inputs.served)
    fault = _bind(config.host, config.port)
    facts = Listening(config.bind, fault=fault, served=inputs.served)
    if fault == 0:
        return facts
    if fault not in (errno.EADDRINUSE, errno.EACCES):
        return replace(facts, free_port=_free_port(config))
    reply = ask_own_port(inputs)
    if reply is not None and (reply.is_ours or (inputs.served and reply.code == _NOT_THE_PROXY)):
        return replace(facts, is_ours=True, version=reply.seen.get("version", ""))
    silent = inputs.served and reply is None and fault == errno.EADDRINUSE
    return replace(facts, silent=silent, program=_program_at(config.port), free_port=_free_port(config))


def ask_own_port(inputs: Inputs) -> Reply | None:
    """The answer of this machine's port to a self-check; None if nothing answers or we have no secret."""
    config, key = inputs.config, self_check.key_of(inputs.config.state_dir)
    if key is None:
        return None
    host = config.host
    if config.is_any:
        host = "::1" if ":" in config.host else "127.0.0.1"
    name = f"[{host}]" if ":" in host else host
    scheme = "https" if config.has_tls else "http"
    origin = f"{scheme}://{name}:{config.port}"
    try:
        return ask(origin, config.base_path, key, ASK_S, verify=False)
    except OSError:
        return None


def _bind(host: str, port: int) -> int:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        return errno.EADDRNOTAVAIL
    except OSError as failure:
        return failure.errno or errno.EINVAL
    return 0


def _free_port(config: Config) -> int | None:
    start = max(config.port + 1, 1024)
    return next(
        (port for port in range(start, min(start + PORTS_TRIED, 65536)) if not _bind(config.host, port)), None
    )


def _program_at(port: int) -> str:
    import psutil

    try:
        for found in psutil.net_connections("tcp"):
            if found.status == psutil.CONN_LISTEN and getattr(found.laddr, "port", 0) == port and found.pid:
                return f"{psutil.Process(found.pid).name()} (process {found.pid})"
    except (psutil.Error, OSError):
        pass  # the processes of other users are not visible
    return ""


def _unix_facts(config: Config, *, served: bool) -> Listening:
    path = config.unix_socket
    facts = Listening(str(path), is_path=True, served=served)
    if path is None or not os.access(path.parent, os.W_OK | os.X_OK):
        return replace(facts, fault=errno.EACCES)
    if path.exists() and not path.is_socket():
        return replace(facts, fault=errno.EEXIST)
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(ASK_S)
        try:
            probe.connect(str(path))
        except OSError:
            return facts
    return replace(facts, fault=errno.EADDRINUSE, is_ours=served)


def check(inputs: Inputs) -> Findings:
    """See `judge`."""
    return judge(gather(inputs))


def judge(facts: Listening) -> Findings:
    """Whether WebMux runs, or could start."""
    if facts.is_ours:
        version = f" {facts.version}" if facts.version else ""
        return [ok("listen", f"WebMux{version} is running on {facts.address}.")]
    if facts.fault == 0:
        if facts.served:
            cause = f"WebMux runs with this state directory, but not on {facts.address}."
            return [warning("listen-other", cause, f"{repair.program()} link")]
        return [ok("listen", f"WebMux is not running. {facts.address} is free.")]
    return [_path_fault(facts) if facts.is_path else _port_fault(facts)]


def _port_fault(facts: Listening) -> Finding:
    if facts.silent:
        cause = f"WebMux runs with this state directory, but nothing answers on {facts.address}."
        return error("listen-silent", cause, f"curl -skv {repair.quoted(facts.address)}/healthz")
    if facts.fault == errno.EADDRINUSE:
        who = facts.program or "another program"
        fix = f"{repair.program()} --port {facts.free_port or 8022}"
        return error("port-in-use", f"{facts.address} is in use by {who}, not by this WebMux.", fix)
    if facts.fault == errno.EACCES:
        cause = f"This user may not listen on {facts.address}: ports below 1024 are for root."
        return error("port-forbidden", cause, f"{repair.program()} --port {facts.free_port or 8022}")
    reason = os.strerror(facts.fault)
    cause = f"{facts.address} is no address of this machine: {reason}."
    return error("host-unknown", cause, f"{repair.program()} --host 127.0.0.1")


def _path_fault(facts: Listening) -> Finding:
    path = repair.quoted(facts.address)
    if facts.fault == errno.EADDRINUSE:
        return error("unix-socket", f"Another program listens on {facts.address}.", f"ss -xlp src {path}")
    if facts.fault == errno.EEXIST:
        return error("unix-socket", f"{facts.address} exists and is not a socket.", f"mv {path} {path}.old")
    folder = repair.quoted(os.path.dirname(facts.address))
    cause = f"WebMux cannot write to {os.path.dirname(facts.address)}, the folder of the option unix_socket."
    return error("unix-socket", cause, f"mkdir -p -m 750 {folder} && ls -ld {folder}")
