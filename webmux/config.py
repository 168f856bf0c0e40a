"""Every option, where it may come from, and what it may be.

Precedence: command line flag, then environment (`WEBMUX_PORT`), then a key of `webmux.toml`, then
the default. Whatever is misspelt, of the wrong type or out of range stops the start.
"""

from __future__ import annotations

import ipaddress
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal, NamedTuple, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from webmux.config_values import (
    BasePath,
    Contact,
    FilePath,
    Folder,
    Host,
    Networks,
    Origins,
    PushHosts,
    SocketPath,
    Switch,
    Token,
    Whole,
    Word,
)
from webmux.errors import ConfigError

PUSH_HOSTS = (
    "fcm.googleapis.com",
    "*.push.services.mozilla.com",
    "*.notify.windows.com",
    "*.push.apple.com",
)
"""Those of Chromium, Firefox, Edge and Safari."""
ENV_PREFIX = "WEBMUX_"
CONFIG_FILE_VARIABLE = "WEBMUX_CONFIG"
DEFAULT_CONFIG_FILE = "webmux.toml"
SECRET_KEYS = frozenset({"token", "database_url"})
"""Read from the environment only: flags are seen in `ps`, files are copied."""


def default_state_dir() -> Path:
    """`$XDG_STATE_HOME/webmux`; a relative value is ignored, as the XDG specification asks."""
    base = os.environ.get("XDG_STATE_HOME", "")
    root = Path(base) if base.startswith("/") else Path.home() / ".local" / "state"
    return root / "webmux"


class Config(BaseSettings):
    """All options, checked and frozen. Made by `load`.

    The text below an option is its description in `--help` and in docs/options.md.
    """

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX,
        extra="forbid",
        frozen=True,
        validate_default=True,
        use_attribute_docstrings=True,
    )

    host: Host = "127.0.0.1"
    """Address to listen on. Any address but loopback requires `tls_cert` or `behind_proxy`."""
    port: Whole = Field(8022, ge=1, le=65535)
    """Port to listen on."""
    tmux_socket: SocketPath = None
    """Socket of the tmux server to show (`tmux -S`). If not set, tmux's default."""
    tmux_command: Word = "tmux"
    """The tmux binary."""
    state_dir: Folder = Field(default_factory=default_state_dir)
    """Directory for secrets and data, readable by you alone."""
    token: Token = None
    """Bearer token for scripts and for the first login in a browser."""
    database_url: SecretStr | None = None
    """PostgreSQL database instead of a file: `postgresql://user:password@host/database`."""
    unix_socket: SocketPath = None
    """Listen on this path instead of a port. For the user and group of WebMux."""
    tls_cert: FilePath = None
    """Certificate chain in PEM. WebMux reads it again after a renewal."""
    tls_key: FilePath = None
    """Private key of the certificate in PEM, without a passphrase."""
    behind_proxy: Switch = False
    """One trusted proxy with TLS is in front and sets `X-Forwarded-For`, `-Proto` and `-Host`."""
    proxy_addresses: Networks = ()
    """Addresses or networks from which the proxy connects, if it is on another machine."""
    base_path: BasePath = ""
    """Path below which all pages are, such as `/mux`."""
    public_origins: Origins = ()
    """Origins at which browsers reach WebMux, besides loopback, such as `https://mux.example.org`.
    Separate several by commas."""
    push_hosts: PushHosts = PUSH_HOSTS
    """Push services that notifications may be sent to; `*.` stands for all hosts below a name. If empty,
    WebMux sends none."""
    push_contact: Contact = ""
    """`mailto:` or `https:` address at which a push service can contact the operator."""
    log_format: Literal["auto", "json", "text"] = "auto"
    """Log on standard error. `json`: a line of JSON for each event. `text`: short lines for warnings and
    errors only. `auto`: `text` on a terminal, else `json`."""
    compression: Literal["auto", "on", "off"] = "auto"
    """permessage-deflate for browsers. `auto` compresses except on loopback. `on` suits an SSH tunnel that
    ends on this machine."""
    read_chunk_bytes: Whole = Field(65536, ge=1024, le=1 << 20)
    """Most bytes read from a terminal at once."""
    batch_timeout_ms: Whole = Field(5, ge=0, le=1000)
    """Longest time to batch output while it is fast. The first bytes never wait."""
    batch_max_messages: Whole = Field(32, ge=1, le=1024)
    """Most reads joined into one frame."""
    queue_max_messages: Whole = Field(256, ge=2, le=65536)
    """Frames that may wait for one browser. A slower browser gets a snapshot instead."""
    capture_interval_ms: Whole = Field(33, ge=5, le=60000)
    """Shortest time between two frames of a mirror."""
    max_input_batch: Whole = Field(100, ge=1, le=10000)
    """Most keys joined into one tmux command, for views that type through tmux."""
    input_batch_timeout_ms: Whole = Field(5, ge=0, le=1000)
    """Longest time that keys wait to be joined."""
    max_buffer_bytes: Whole = Field(10485760, ge=65536, le=1 << 30)
    """Output stored for each session in use, so that a reload misses nothing."""
    sessions_per_user: Whole = Field(50, ge=1, le=10000)
    """Sessions that one user may have created and not ended."""
    windows_per_user: Whole = Field(200, ge=1, le=10000)
    """Windows that one user may have created, including those in the user's sessions."""
    max_concurrent_captures: Whole = Field(10, ge=1, le=1000)
    """Captures of screens at the same time."""
    recording_max_bytes: Whole = Field(1073741824, ge=65536, le=1 << 50)
    """Size limit of all recordings together. A recording that reaches it stops."""
    recording_days: Whole = Field(30, ge=1, le=36500)
    """Days until a recording is deleted."""
    upload_max_bytes: Whole = Field(104857600, ge=1, le=1 << 50)
    """Largest file that can be uploaded. A proxy in front must accept as much."""
    upload_quota_bytes: Whole = Field(1073741824, ge=1, le=1 << 50)
    """Size limit of one user's files in the private folder together."""
    upload_days: Whole = Field(7, ge=1, le=36500)
    """Days until a file in the private folder is deleted."""
    preset: dict[str, Any] = Field(default_factory=dict)
    """The tables `[preset.NAME]` of the file, which `webmux.presets` checks."""
    preset_file: str = ""
    """The file that they are from."""

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
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
        return self

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

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], *_: Any, **sources: PydanticBaseSettingsSource
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, then the environment, then the file of the `load` that runs."""
        file = InitSettingsSource(settings_cls, _FileValues.now)
        return sources["init_settings"], sources["env_settings"], file


class _FileValues:
    now: ClassVar[dict[str, Any]] = {}


FILE_KEYS = frozenset({"preset", "preset_file"})
"""Tables of the file, which have no flag and no environment variable."""
OPTION_KEYS = tuple(key for key in Config.model_fields if key not in SECRET_KEYS | FILE_KEYS)
"""Keys that have a flag, an environment variable and a place in the file, in a stable order."""


class Option(NamedTuple):
    """An option as help and documentation show it; `default` is empty if it has none."""

    key: str
    default: str
    description: str
    is_switch: bool


def _option(key: str) -> Option:
    field = Config.model_fields[key]
    default = "$XDG_STATE_HOME/webmux" if key == "state_dir" else field.default
    if isinstance(default, bool):
        default = str(default).lower()
    elif isinstance(default, tuple):
        default = ", ".join(default)
    text = "" if default is None else str(default)
    return Option(key, text, " ".join((field.description or "").split()), field.annotation is bool)


OPTIONS = tuple(map(_option, OPTION_KEYS))


def load(flags: Mapping[str, str] | None = None, config_file: str | None = None) -> Config:
    """The configuration this process should run with.

    `flags` maps option keys to text; `config_file` must exist, while `webmux.toml` in the current
    directory (or the file `WEBMUX_CONFIG` names) is the default and may be missing.

    Raises:
        ConfigError: a key is unknown, a type wrong or a value out of range; `key` names the first.
    """
    _check_environment()
    _FileValues.now = _read_file(config_file or os.environ.get(CONFIG_FILE_VARIABLE))
    try:
        return Config(**dict(flags or {}))  # type: ignore[arg-type]  # text, checked by the model
    except ValidationError as error:
        raise _readable(error) from None
    finally:
        _FileValues.now = {}


def _check_environment() -> None:
    for variable in sorted(os.environ):
        known = variable.removeprefix(ENV_PREFIX).lower() in (*OPTION_KEYS, *SECRET_KEYS)
        if not variable.startswith(ENV_PREFIX) or variable == CONFIG_FILE_VARIABLE:
            continue
        if not known or variable != variable.upper():
            raise ConfigError(variable, "is not an option of webmux")


def _read_file(named: str | None) -> dict[str, Any]:
    path = Path(named or DEFAULT_CONFIG_FILE)
    try:
        values = tomllib.loads(path.read_text())
    except FileNotFoundError:
        if named is None:
            return {}
        raise ConfigError("config", f"{path} does not exist") from None
    except (OSError, ValueError) as error:
        raise ConfigError("config", f"{path} cannot be read: {_one_line(error)}") from error
    presets = values.pop("preset", {})
    for key, value in values.items():
        if key not in OPTION_KEYS:
            raise ConfigError(key, f"is not an option of webmux (in {path})")
        _check_file_type(key, value, path)
    if not isinstance(presets, dict):
        raise ConfigError("preset", f"must be tables such as [preset.api] (in {path})")
    return values | {"preset": presets, "preset_file": str(path)}


def _check_file_type(key: str, value: object, path: Path) -> None:
    """TOML has types: text where a number or a switch belongs is a mistake, unlike in a flag."""
    default = Config.model_fields[key].default
    if isinstance(value, str) and isinstance(default, (int, tuple)):
        expected = {bool: "true or false", int: "a whole number"}.get(type(default), "a list")
        raise ConfigError(key, f"must be {expected}, not text (in {path})")


def _readable(error: ValidationError) -> ConfigError:
    first = error.errors(include_url=False, include_input=False)[0]
    cause = first.get("ctx", {}).get("error")
    if isinstance(cause, ConfigError):
        return cause
    key = str(first["loc"][0]) if first["loc"] else "config"
    message = _one_line(first["msg"]).removeprefix("Value error, ")
    return ConfigError(key, message[:1].lower() + message[1:])


def _one_line(text: object) -> str:
    return " ".join(str(text).split())
