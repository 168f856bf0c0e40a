"""Every option, where it may come from, and what it may be.

Precedence: command line flag, then environment (`WEBMUX_PORT`), then a key of `webmux.toml`, then
the default. Whatever is misspelt, of the wrong type or out of range stops the start.

The process that supervises the server and each completion in a shell import this module: it needs the
standard library alone.
"""

from __future__ import annotations

import ipaddress
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

from webmux import config_values as values
from webmux.config_values import Secret
from webmux.errors import ConfigError

PUSH_HOSTS = (
    "fcm.googleapis.com",
    "*.push.services.mozilla.com",
    "*.notify.windows.com",
    "*.push.apple.com",
)
"""Those of Chromium, Firefox, Edge and Safari."""
ENV_PREFIX = "WEBMUX_"
CLIENT_VARIABLES = ("WEBMUX_URL", "WEBMUX_CLIENT_TOKEN")
"""Where commands that drive panes find another server, and the token for it."""
CONFIG_FILE_VARIABLE = "WEBMUX_CONFIG"
DEFAULT_CONFIG_FILE = "webmux.toml"
SECRET_KEYS = frozenset({"token", "database_url"})
"""Read from the environment only: flags are seen in `ps`, files are copied."""


def default_state_dir() -> Path:
    """`$XDG_STATE_HOME/webmux`; a relative value is ignored, as the XDG specification asks."""
    base = os.environ.get("XDG_STATE_HOME", "")
    try:
        root = Path(base) if base.startswith("/") else Path.home() / ".local" / "state"
    except RuntimeError:
        raise ConfigError("state_dir", "is missing, and you have no home directory: set HOME") from None
    return root / "webmux"


def _option(read: Callable[[object], Any], default: Any, description: str) -> Any:
    """A field of `Config`. `read` makes its value, or raises ValueError with what is allowed."""
    metadata = {"read": read, "description": description}
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Config:
    """All options, checked and frozen. Made by `load`.

    The text of an option is its description in `--help` and in docs/options.md.

    Raises:
        ConfigError: a value is wrong, or two do not fit together.
    """

    host: str = _option(
        values.host,
        "127.0.0.1",
        "Address to listen on. Any address but loopback requires `tls_cert` or `behind_proxy`.",
    )
    port: int = _option(values.whole(1, 65535), 8022, "Port to listen on.")
    tmux_socket: Path | None = _option(
        values.socket_path, None, "Socket of the tmux server to show (`tmux -S`). If not set, tmux's default."
    )
    tmux_command: str = _option(values.word, "tmux", "The tmux binary.")
    state_dir: Path = _option(
        values.folder, default_state_dir, "Directory for secrets and data, readable by you alone."
    )
    token: Secret | None = _option(
        values.token, None, "Bearer token for scripts and for the first login in a browser."
    )
    database_url: Secret | None = _option(
        values.secret,
        None,
        "PostgreSQL database instead of a file: `postgresql://user:password@host/database`.",
    )
    unix_socket: Path | None = _option(
        values.socket_path, None, "Listen on this path instead of a port. For the user and group of WebMux."
    )
    tls_cert: Path | None = _option(
        values.file_path, None, "Certificate chain in PEM. WebMux reads it again after a renewal."
    )
    tls_key: Path | None = _option(
        values.file_path, None, "Private key of the certificate in PEM, without a passphrase."
    )
    behind_proxy: bool = _option(
        values.switch,
        False,
        "One trusted proxy with TLS is in front and sets `X-Forwarded-For`, `-Proto` and `-Host`.",
    )
    proxy_addresses: tuple[str, ...] = _option(
        values.networks,
        (),
        "Addresses or networks from which the proxy connects, if it is on another machine.",
    )
    session_view: str = _option(
        values.choice("terminal", "panes"),
        "terminal",
        "View in which a session opens for users who did not choose one: `terminal` is the attached view, "
        "`panes` shows native panes.",
    )
    base_path: str = _option(values.base_path, "", "Path below which all pages are, such as `/mux`.")
    public_origins: tuple[str, ...] = _option(
        values.origins,
        (),
        "Origins at which browsers reach WebMux, besides loopback, such as `https://mux.example.org`. "
        "Separate several by commas.",
    )
    push_hosts: tuple[str, ...] = _option(
        values.push_hosts,
        PUSH_HOSTS,
        "Push services that notifications may be sent to; `*.` stands for all hosts below a name. If "
        "empty, WebMux sends none.",
    )
    push_contact: str = _option(
        values.contact, "", "`mailto:` or `https:` address at which a push service can contact the operator."
    )
    log_format: str = _option(
        values.choice("auto", "json", "text"),
        "auto",
        "Log on standard error. `json`: a line of JSON for each event. `text`: short lines for warnings "
        "and errors only. `auto`: `text` on a terminal and in systemd's journal, else `json`.",
    )
    compression: str = _option(
        values.choice("auto", "on", "off"),
        "auto",
        "permessage-deflate for browsers. `auto` compresses except on loopback. `on` suits an SSH tunnel "
        "that ends on this machine.",
    )
    read_chunk_bytes: int = _option(
        values.whole(1024, 1 << 20), 65536, "Most bytes read from a terminal at once."
    )
    batch_timeout_ms: int = _option(
        values.whole(0, 1000), 5, "Longest time to batch output while it is fast. The first bytes never wait."
    )
    batch_max_messages: int = _option(values.whole(1, 1024), 32, "Most reads joined into one frame.")
    queue_max_messages: int = _option(
        values.whole(2, 65536),
        256,
        "Frames that may wait for one browser. A slower browser gets a snapshot instead.",
    )
    capture_interval_ms: int = _option(
        values.whole(5, 60000), 33, "Shortest time between two frames of a mirror."
    )
    max_input_batch: int = _option(
        values.whole(1, 10000),
        100,
        "Most keys joined into one tmux command, for views that type through tmux.",
    )
    input_batch_timeout_ms: int = _option(
        values.whole(0, 1000), 5, "Longest time that keys wait to be joined."
    )
    max_buffer_bytes: int = _option(
        values.whole(65536, 1 << 30),
        10485760,
        "Output stored for each session in use, so that a reload misses nothing.",
    )
    sessions_per_user: int = _option(
        values.whole(1, 10000), 50, "Sessions that one user may have created and not ended."
    )
    windows_per_user: int = _option(
        values.whole(1, 10000),
        200,
        "Windows that one user may have created, including those in the user's sessions.",
    )
    save_history: bool = _option(
        values.switch,
        False,
        "Save the newest rows of histories with the sessions, which restored panes show.",
    )
    pane_images: bool = _option(
        values.switch, True, "Let users turn on images in native panes, which a WebAssembly decoder reads."
    )
    agent_manifests: Path | None = _option(
        values.file_path, None, "Folder with your own rules for the screens of agents (`*.toml`)."
    )
    max_concurrent_captures: int = _option(values.whole(1, 1000), 10, "Captures of screens at the same time.")
    recording_max_bytes: int = _option(
        values.whole(65536, 1 << 50),
        1073741824,
        "Size limit of all recordings together. A recording that reaches it stops.",
    )
    recording_days: int = _option(values.whole(1, 36500), 30, "Days until a recording is deleted.")
    upload_max_bytes: int = _option(
        values.whole(1, 1 << 50),
        104857600,
        "Largest file that can be uploaded. A proxy in front must accept as much.",
    )
    upload_quota_bytes: int = _option(
        values.whole(1, 1 << 50), 1073741824, "Size limit of one user's files in the private folder together."
    )
    upload_days: int = _option(
        values.whole(1, 36500), 7, "Days until a file in the private folder is deleted."
    )
    preset: dict[str, Any] = field(default_factory=dict)
    """The tables `[preset.NAME]` of the file, which `webmux.presets` checks."""
    preset_file: str = ""
    """The file that they are from."""

    def __post_init__(self) -> None:
        for each in fields(self):
            if "read" in each.metadata:
                try:
                    value = each.metadata["read"](getattr(self, each.name))
                except ValueError as error:
                    raise ConfigError(each.name, str(error)) from None
                object.__setattr__(self, each.name, value)
        self._check_together()

    def _check_together(self) -> None:
        if self.max_buffer_bytes < self.read_chunk_bytes:
            raise ConfigError("max_buffer_bytes", "must be at least read_chunk_bytes")
        if (self.tls_cert is None) != (self.tls_key is None):
            missing = "tls_key" if self.tls_key is None else "tls_cert"
            raise ConfigError(missing, "is missing: tls_cert and tls_key go together")
        if self.has_tls and (self.unix_socket is not None or self.behind_proxy):
            raise ConfigError("tls_cert", "is for browsers that connect by themselves: let the proxy have it")
        if not self.is_local and not self.behind_proxy and not self.has_tls:
            raise ConfigError(
                "host",
                f"{self.host} is not loopback and this is plain HTTP: set tls_cert and tls_key (webmux tls"
                " self-signed makes both), or put a TLS proxy in front and set behind_proxy",
            )

    @property
    def has_tls(self) -> bool:
        """Whether connections are secured here."""
        return self.tls_cert is not None

    @property
    def is_local(self) -> bool:
        """Whether only this machine can connect."""
        if self.unix_socket is not None or self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def is_any(self) -> bool:
        """Whether the listen address stands for every address, and so is no name of ours."""
        try:
            return ipaddress.ip_address(self.host).is_unspecified
        except ValueError:
            return False

    @property
    def bind(self) -> str:
        """Where to listen, as gunicorn writes it: `host:port` or `unix:/path`."""
        if self.unix_socket is not None:
            return f"unix:{self.unix_socket}"
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


_FIELDS: dict[str, Field[Any]] = {each.name: each for each in fields(Config)}
FILE_KEYS = frozenset({"preset", "preset_file"})
"""Tables of the file, which have no flag and no environment variable."""
OPTION_KEYS = tuple(key for key in _FIELDS if key not in SECRET_KEYS | FILE_KEYS)
"""Keys that have a flag, an environment variable and a place in the file, in a stable order."""


class Option(NamedTuple):
    """An option as help and documentation show it; `default` is empty if it has none."""

    key: str
    default: str
    description: str
    is_switch: bool


def default_of(key: str) -> Any:
    """The value of an option that nothing sets."""
    each = _FIELDS[key]
    return each.default if each.default_factory is MISSING else each.default_factory()


def _shown(key: str) -> Option:
    default = "$XDG_STATE_HOME/webmux" if key == "state_dir" else default_of(key)
    is_switch = isinstance(default, bool)
    if is_switch:
        default = str(default).lower()
    elif isinstance(default, tuple):
        default = ", ".join(default)
    text = "" if default is None else str(default)
    return Option(key, text, _FIELDS[key].metadata["description"], is_switch)


OPTIONS = tuple(map(_shown, OPTION_KEYS))


class Given(NamedTuple):
    """A value before it is checked, and where it is from: an option, a variable or a file."""

    value: Any
    origin: str


def given(flags: Mapping[str, str] | None = None, config_file: str | None = None) -> dict[str, Given]:
    """What sets each option that does not have its default; arguments and errors as of `load`."""
    found = _read_file(config_file or os.environ.get(CONFIG_FILE_VARIABLE))
    found |= _read_environment()
    return found | {key: Given(text, f"option {flag_of(key)}") for key, text in (flags or {}).items()}


def load(flags: Mapping[str, str] | None = None, config_file: str | None = None) -> Config:
    """The configuration this process should run with.

    `flags` maps option keys to text; `config_file` must exist, while `webmux.toml` in the current
    directory (or the file `WEBMUX_CONFIG` names) is the default and may be missing.

    Raises:
        ConfigError: a key is unknown, a type wrong or a value out of range; `key` names the first.
    """
    return Config(**{key: one.value for key, one in given(flags, config_file).items()})


def flag_of(key: str) -> str:
    """How an option is written on the command line: `--read-chunk-bytes`."""
    return f"--{key.replace('_', '-')}"


def _read_environment() -> dict[str, Given]:
    found = {}
    for variable in sorted(os.environ):
        if not variable.startswith(ENV_PREFIX) or variable in (CONFIG_FILE_VARIABLE, *CLIENT_VARIABLES):
            continue
        key = variable.removeprefix(ENV_PREFIX).lower()
        if variable != variable.upper() or key not in (*OPTION_KEYS, *SECRET_KEYS):
            raise ConfigError(variable, "is not an option of webmux")
        found[key] = Given(os.environ[variable], f"variable {variable}")
    return found


def _read_file(named: str | None) -> dict[str, Given]:
    path = Path(named or DEFAULT_CONFIG_FILE)
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))  # as TOML says, whatever the locale
    except FileNotFoundError:
        if named is None:
            return {}
        raise ConfigError("config", f"{path} does not exist") from None
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError("config", f"{path} cannot be read: {' '.join(str(error).split())}") from error
    presets = found.pop("preset", {})
    for key, value in found.items():
        if key not in OPTION_KEYS:
            raise ConfigError(key, f"is not an option of webmux (in {path})")
        _check_file_type(key, value, path)
    if not isinstance(presets, dict):
        raise ConfigError("preset", f"must be tables such as [preset.api] (in {path})")
    found |= {"preset": presets, "preset_file": str(path)}
    return {key: Given(value, f"file {path.absolute()}") for key, value in found.items()}


def _check_file_type(key: str, value: object, path: Path) -> None:
    """TOML has types: text where a number or a switch belongs is a mistake, unlike in a flag."""
    default = default_of(key)
    if isinstance(value, str) and isinstance(default, (int, tuple)):
        expected = {bool: "true or false", int: "a whole number"}.get(type(default), "a list")
        raise ConfigError(key, f"must be {expected}, not text (in {path})")
