"""The server's TLS certificate: made for a LAN, checked before the start, and the names it is for.

cryptography takes 8 MB, so it is imported where a certificate is read or made.
"""

from __future__ import annotations

import datetime
import ipaddress
import os
import shlex
import socket
import ssl
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from webmux.errors import ConfigError
from webmux.store.state_dir import write_private

if TYPE_CHECKING:
    from cryptography import x509

DAYS = 397
"""How long a certificate of ours is valid: browsers distrust longer ones (CA/Browser Forum, SC-22)."""
DAYS_MAX = 825
"""Apple's systems refuse longer ones even if the user trusts them (HT210176)."""
CERTIFICATE_FILE = "cert.pem"
KEY_FILE = "key.pem"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate and its key as files, and what users compare when their browser asks."""

    certificate: Path
    key: Path
    names: tuple[str, ...]
    fingerprint: str
    """SHA-256, as browsers show it: pairs of hex digits with colons."""
    not_after: datetime.datetime


def self_signed(directory: Path, names: Iterable[str], days: int = DAYS) -> Certificate:
    """Write `cert.pem` and `key.pem`, both 0600, for these names and addresses, into `directory`.

    The directory is made, 0700, if it is missing.

    Raises:
        ConfigError: there is a certificate already, a name is none, or the files cannot be written.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    requested = tuple(dict.fromkeys(names))
    alternatives = [_general_name(name) for name in requested]
    if not 0 < days <= DAYS_MAX:
        raise ConfigError("days", f"must be from 1 to {DAYS_MAX}")
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, requested[0][:64])])
    now = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))  # clocks of a LAN differ
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    key_text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(directory / KEY_FILE, key_text)
        write_private(directory / CERTIFICATE_FILE, built.public_bytes(serialization.Encoding.PEM).decode())
    except FileExistsError as error:
        raise ConfigError(
            "tls", f"{directory} has a certificate already: use it, or remove it first"
        ) from error
    except OSError as error:
        raise ConfigError("tls", f"{directory} cannot be written: {error.strerror}") from error
    return read(directory / CERTIFICATE_FILE, directory / KEY_FILE)


def read(certificate: Path, key: Path) -> Certificate:
    """The certificate in these files; the first one is the server's.

    Raises:
        ConfigError: a file cannot be read, is no PEM, everybody may read the key, or they do not belong
            together.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    text = _read("tls_cert", certificate)
    _read("tls_key", key)
    try:
        found = x509.load_pem_x509_certificates(text)[0]
        names = tuple(_names(found))
    except (ValueError, IndexError) as error:
        raise ConfigError("tls_cert", f"{certificate} is not a PEM certificate") from error
    if stat.S_IMODE(key.stat().st_mode) & 0o007:
        raise ConfigError(
            "tls_key", f"{key} can be read by other users. Run: chmod o= {shlex.quote(str(key))}"
        )
    server_context(certificate, key)
    return Certificate(
        certificate,
        key,
        names,
        found.fingerprint(hashes.SHA256()).hex(":").upper(),
        found.not_valid_after_utc,
    )


def server_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """How connections are secured: TLS 1.2 or later, HTTP/1.1.

    Raises:
        ConfigError: the files do not belong together, or the key has a passphrase.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    load_chain(context, certificate, key)
    return context


def load_chain(context: ssl.SSLContext, certificate: Path, key: Path) -> None:
    """Use these files for new connections; open ones do not change.

    Raises:
        ConfigError: the files do not belong together, or the key has a passphrase.
    """
    try:
        context.load_cert_chain(certificate, key, password=lambda: "")  # never ask on the terminal
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or "no private key without a passphrase"
        cause = str(reason).replace("_", " ").lower()
        raise ConfigError("tls_key", f"{key} does not match {certificate}: {cause}") from error


def machine_names() -> list[str]:
    """The names of this machine: its host name, loopback, and its addresses in a LAN."""
    import psutil

    addresses = [
        ipaddress.ip_address(one.address.partition("%")[0])
        for found in psutil.net_if_addrs().values()
        for one in found
        if one.family in (socket.AF_INET, socket.AF_INET6)
    ]
    lan = [str(one) for one in addresses if not one.is_loopback and not one.is_link_local]
    own = socket.gethostname().lower()
    return list(dict.fromkeys([*([own] if _is_name(own) else []), "localhost", "127.0.0.1", "::1", *lan]))


def _general_name(name: str) -> x509.GeneralName:
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    if not _is_name(name):
        raise ConfigError("tls", f"{name[:80]!r} is neither a host name nor an address")
    return x509.DNSName(name)


def _is_name(name: str) -> bool:
    labels = name.split(".")
    fit = all(0 < len(label) <= 63 and label.replace("-", "").isalnum() for label in labels)
    return name.isascii() and len(name) <= 253 and fit


def _names(certificate: x509.Certificate) -> list[str]:
    """Exact names only: `*.example.org` names no host of ours."""
    from cryptography import x509

    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    dns = [name.lower() for name in extension.get_values_for_type(x509.DNSName) if "*" not in name]
    return dns + [str(one) for one in extension.get_values_for_type(x509.IPAddress)]


def _read(key: str, path: Path) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        with open(descriptor, "rb") as file:
            return file.read(1 << 20)
    except OSError as error:
        raise ConfigError(key, f"{path}: {error.strerror}") from error
