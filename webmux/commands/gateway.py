"""A running server as commands reach it: by HTTP, with a token.

Without `--host` it is the server of the state directory, and its token is read there: only the system user
who runs the server can do that, so a program in a pane needs no token in its environment.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import ssl
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import click

from webmux.commands.options import reads_config
from webmux.config import CLIENT_VARIABLES, Config
from webmux.errors import ConfigError, WebMuxError
from webmux.store.state_dir import OPTIONS_FILE

URL_VARIABLE, TOKEN_VARIABLE = CLIENT_VARIABLES
CALLER = "X-WebMux-Pane"
ANSWER_MAX_BYTES = 16 * 1024 * 1024
TIMEOUT_S = 20.0
_PANE = re.compile(r"%?(0|[1-9][0-9]{0,9})", re.ASCII)
_ADDRESS = ("host", "port", "unix_socket", "tls_cert", "tls_key", "behind_proxy", "base_path")
_PORTS = {"http": 80, "https": 443}


class GatewayError(WebMuxError):
    """The server refused a request, or did not answer; `code` is that of the server."""

    def __init__(self, message: str, code: str = "unreachable", status: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


class Gateway:
    """Sends requests to one server. `own_pane` is the pane that this program runs in."""

    def __init__(
        self, connect: Callable[[float], http.client.HTTPConnection], base: str, host: str, token: str
    ) -> None:
        self._connect = connect
        self._base = base
        self._headers = {"Host": host, "Authorization": f"Bearer {token}", **own_pane(os.environ)}

    def ask(self, method: str, path: str, body: Any = None, timeout_s: float = TIMEOUT_S) -> Any:
        """The JSON of an answer; None if it has none.

        Raises:
            GatewayError: the server refused, or cannot be reached.
        """
        connection = self._connect(timeout_s)
        headers = dict(self._headers)
        data = None
        if body is not None:
            data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        try:
            connection.request(method, self._base + path, data, headers)
            answer = connection.getresponse()
            text = answer.read(ANSWER_MAX_BYTES)
        except (OSError, http.client.HTTPException) as error:
            reason = str(error) or type(error).__name__
            raise GatewayError(
                f"the server at {self._headers['Host']} does not answer: {reason}."
                " Start it, or name another one by --host or --state-dir"
            ) from error
        finally:
            connection.close()
        try:
            found = json.loads(text) if text else None
        except ValueError as error:
            raise GatewayError(f"this is no WebMux: it answered {answer.status} without JSON") from error
        if answer.status >= http.client.BAD_REQUEST:
            refused = found.get("error", {}) if isinstance(found, dict) else {}
            raise GatewayError(
                str(refused.get("message", answer.reason)), str(refused.get("code")), answer.status
            )
        return found


def own_pane(environment: Mapping[str, str]) -> dict[str, str]:
    """The header that names the pane which this program runs in; nothing outside of tmux."""
    pid, pane = environment.get("TMUX", "").split(",")[1:2], environment.get("TMUX_PANE", "")
    known = pid and pid[0].isascii() and pid[0].isdigit() and re.fullmatch(r"%[0-9]{1,10}", pane, re.ASCII)
    return {CALLER: f"{pid[0]} {pane}"} if known else {}


def pane_path(pane: str, *more: str, **query: Any) -> str:
    """The path of a pane's route: `%12` or `12`.

    Raises:
        click.BadParameter: it is neither.
    """
    match = _PANE.fullmatch(pane)
    if match is None:
        raise click.BadParameter(f"{pane!r} is no pane: use an id of tmux, such as %12")
    sent = {key: value for key, value in query.items() if value is not None}
    path = "/".join(("/api/panes", match[1], *map(quote, more)))
    return f"{path}?{urlencode(sent)}" if sent else path


def uses_gateway(act: Callable[..., int | None]) -> Callable[..., int | None]:
    """Give a command a `Gateway` as its first argument, and the options `--host` and `--token`."""

    def run(config: Config, /, *, host: str | None, token: str | None, **words: Any) -> int | None:
        return act(gateway_of(config, host, token), **words)

    run.__name__, run.__doc__ = act.__name__, act.__doc__
    add = click.option("--token", help=f"A token, by default ${TOKEN_VARIABLE} or that of the local server.")
    at = click.option(
        "--host", metavar="URL", help=f"The server, by default ${URL_VARIABLE} or the local one."
    )
    return at(add(reads_config(run)))


def gateway_of(config: Config, url: str | None, token: str | None) -> Gateway:
    """The server at this address, or the local one.

    Raises:
        ConfigError: the address is wrong, or no token is known for it.
    """
    url, token = url or os.environ.get(URL_VARIABLE), token or os.environ.get(TOKEN_VARIABLE)
    if url:
        if not token:
            raise ConfigError("token", f"set {TOKEN_VARIABLE} to a token of {url}, or add --token")
        return _at_url(url, token)
    return _local(_as_started(config), token or _local_token(config))


def _as_started(config: Config) -> Config:
    """With the address that the server of the state directory was started with, such as by `--port`."""
    try:
        values = json.loads((config.state_dir / OPTIONS_FILE).read_bytes())
        return Config(state_dir=config.state_dir, **{key: values[key] for key in _ADDRESS})
    except (ConfigError, OSError, ValueError, KeyError, TypeError):
        return config


def _local_token(config: Config) -> str:
    if config.token is not None:
        return config.token.get_secret_value()
    try:
        return (config.state_dir / "token").read_text().strip()
    except OSError as error:
        raise ConfigError(
            "state_dir",
            f"no server was started with {config.state_dir}, or by another user: add --state-dir DIR,"
            f" or set {URL_VARIABLE} and {TOKEN_VARIABLE}",
        ) from error


def _at_url(url: str, token: str) -> Gateway:
    parts = urlsplit(url)
    try:
        host, port = parts.hostname, parts.port or _PORTS[parts.scheme]
    except (KeyError, ValueError) as error:
        raise ConfigError("host", f"{url!r} is no address such as https://example.org/mux") from error
    if not host:
        raise ConfigError("host", f"{url!r} is no address such as https://example.org/mux")
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    return Gateway(
        lambda timeout_s: kind(host, port, timeout=timeout_s), parts.path.rstrip("/"), parts.netloc, token
    )


def _local(config: Config, token: str) -> Gateway:
    path, port = config.unix_socket, config.port
    host = "localhost" if path is not None else f"127.0.0.1:{port}"
    if path is not None:
        return Gateway(lambda timeout_s: _Unix(path, timeout_s), config.base_path, host, token)
    address = "127.0.0.1" if config.host == "localhost" or config.is_any else config.host
    if not config.has_tls:
        return Gateway(
            lambda timeout_s: http.client.HTTPConnection(address, port, timeout=timeout_s),
            config.base_path,
            host,
            token,
        )
    # It has the public name of the server, and this is the same machine.
    context = ssl._create_unverified_context()  # noqa: S323  # nosec B323
    return Gateway(
        lambda timeout_s: http.client.HTTPSConnection(address, port, timeout=timeout_s, context=context),
        config.base_path,
        host,
        token,
    )


class _Unix(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: Path, timeout_s: float) -> None:
        super().__init__("localhost", timeout=timeout_s)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))
