"""The TLS certificate: its dates, its key, and the names it is for."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from webmux.doctor import repair
from webmux.doctor.finding import Finding, Findings, Inputs, error, ok, warning
from webmux.errors import ConfigError

SOON_DAYS = 14
_NO_NAME = frozenset({"localhost", "127.0.0.1", "::1", ""})


@dataclass(frozen=True, slots=True)
class Tls:
    """Facts of a certificate and its key."""

    certificate: str
    key: str
    fault: str = ""
    """Why the two files cannot be used."""
    not_before: datetime.datetime | None = None
    not_after: datetime.datetime | None = None
    names: tuple[str, ...] = ()
    self_signed: bool = False
    issuer: str = ""
    required: tuple[str, ...] = ()
    """Names at which browsers reach WebMux."""
    own_folder: str = ""
    """Where `webmux tls self-signed` writes."""


def gather(inputs: Inputs) -> Tls | None:
    """Read both files; None without a certificate."""
    config = inputs.config
    if config.tls_cert is None or config.tls_key is None:
        return None
    facts = Tls(str(config.tls_cert), str(config.tls_key), own_folder=str(config.state_dir / "tls"))
    from cryptography import x509

    from webmux.auth import certificates

    try:
        certificates.read(config.tls_cert, config.tls_key)
        fault = ""
    except ConfigError as failure:
        fault = failure.message
    try:
        found = x509.load_pem_x509_certificates(config.tls_cert.read_bytes())[0]
    except (OSError, ValueError, IndexError) as failure:
        return Tls(facts.certificate, facts.key, fault or str(failure), own_folder=facts.own_folder)
    host = "" if config.is_any else config.host
    public = (urlsplit(origin).hostname or "" for origin in config.public_origins)
    return Tls(
        facts.certificate,
        facts.key,
        fault,
        found.not_valid_before_utc,
        found.not_valid_after_utc,
        _names(found),
        found.issuer == found.subject,
        found.issuer.rfc4514_string(),
        tuple(dict.fromkeys(name for name in (*public, host) if name not in _NO_NAME)),
        facts.own_folder,
    )


def _names(certificate: object) -> tuple[str, ...]:
    from cryptography import x509

    assert isinstance(certificate, x509.Certificate)
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    dns = tuple(name.lower() for name in extension.get_values_for_type(x509.DNSName))
    return dns + tuple(str(one) for one in extension.get_values_for_type(x509.IPAddress))


def check(inputs: Inputs) -> Findings:
    """See `judge`."""
    return judge(gather(inputs), datetime.datetime.now(datetime.UTC))


def judge(facts: Tls | None, now: datetime.datetime) -> Findings:
    """Whether browsers will accept the certificate."""
    if facts is None:
        return [
            ok("tls", "WebMux has no certificate of its own: a proxy has one, or only this machine connects.")
        ]
    found = [_files(facts)] if facts.fault else []
    dated = _dates(facts, now)
    missing = [name for name in facts.required if not covers(facts.names, name)]
    named = [_name(facts, name) for name in missing[:3]]
    found += [*([dated] if dated else []), *(named if facts.not_after else [])]
    until = f" until {facts.not_after:%Y-%m-%d}" if facts.not_after else ""
    return found or [
        ok("tls", f"The certificate is valid{until}, for {', '.join(facts.names[:4]) or 'no name'}.")
    ]


def covers(names: tuple[str, ...], name: str) -> bool:
    """Whether a certificate for `names` is accepted for `name`; `*.` stands for one label (RFC 9525)."""
    host = name.strip("[]").lower()
    parent = host.partition(".")[2]
    return host in names or ("." in parent and f"*.{parent}" in names)


def _files(facts: Tls) -> Finding:
    if "read by other users" in facts.fault:
        cause = f"Other users can read the TLS key {facts.key}."
        return error("tls-key-modes", cause, f"chmod o= {repair.quoted(facts.key)}")
    if "does not match" in facts.fault:
        fix = f"openssl x509 -noout -pubkey -in {repair.quoted(facts.certificate)}"
        fix += f" && openssl pkey -pubout -in {repair.quoted(facts.key)}"
        cause = f"The TLS key {facts.key} does not belong to {facts.certificate}: the public keys differ."
        return error("tls-key-mismatch", cause, fix)
    fix = f"ls -l {repair.quoted(facts.certificate, facts.key)}"
    return error("tls-unreadable", f"The TLS certificate cannot be used: {facts.fault}.", fix)


def _dates(facts: Tls, now: datetime.datetime) -> Finding | None:
    if facts.not_after is None or facts.not_before is None:
        return None
    if now >= facts.not_after:
        cause = f"The TLS certificate {facts.certificate} expired on {facts.not_after:%Y-%m-%d}."
        return error("tls-expired", cause, renew(facts))
    if now < facts.not_before:
        start = f"{facts.not_before:%Y-%m-%d %H:%M} UTC"
        cause = f"The TLS certificate is valid only from {start}: is the clock right?"
        return error("tls-not-yet", cause, "date -u")
    days = (facts.not_after - now).days
    if days < SOON_DAYS:
        return warning("tls-expires-soon", f"The TLS certificate expires in {days} days.", renew(facts))
    return None


def _name(facts: Tls, name: str) -> Finding:
    cause = f"The TLS certificate is not for {name}, but for {', '.join(facts.names[:4]) or 'no name'}."
    return error("tls-name", cause, renew(facts, name))


def renew(facts: Tls, name: str = "") -> str:
    """The command that makes a new certificate, as far as its issuer says how."""
    names = list(dict.fromkeys([*facts.required, *([name] if name else []), *facts.names]))
    if facts.self_signed and Path(facts.certificate).parent == Path(facts.own_folder):
        words = [word for one in names if "*" not in one for word in ("--name", one)]
        old = repair.quoted(facts.certificate, facts.key)
        return f"rm {old} && {repair.program()} tls self-signed {repair.quoted(*words)}".rstrip()
    if "Let's Encrypt" in facts.issuer:
        words = [word for one in names for word in ("-d", one)]
        command = f"certbot certonly --expand {repair.quoted(*words)}" if name else "certbot renew"
        return repair.as_root(command, os.geteuid())
    shown = f"openssl x509 -noout -dates -issuer -ext subjectAltName -in {repair.quoted(facts.certificate)}"
    if not facts.self_signed:
        return shown
    words = [word for one in names if "*" not in one for word in ("--name", one)]
    return f"{repair.program()} tls self-signed {repair.quoted(*words)}".rstrip()
