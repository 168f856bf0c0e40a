"""The service of systemd: whether it is enabled, and whether it runs without a login of its user."""

from __future__ import annotations

import getpass
import os
import re
from dataclasses import dataclass
from pathlib import Path

from webmux.doctor import repair
from webmux.doctor.finding import Finding, Findings, Inputs, error, ok, warning

UNIT = "webmux.service"
SYSTEM = Path("/etc/systemd/system")
LINGER = Path("/var/lib/systemd/linger")
_SETTING = re.compile(r"^\s*(PrivateTmp|KillMode)\s*=(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Service:
    """Facts of the unit files, which systemd reads as well. It need not run."""

    user: str
    """The user of this machine."""
    is_user_unit: bool
    is_system_unit: bool
    enabled: bool
    lingers: bool
    """Whether systemd starts the services of the user at boot."""
    private_tmp: bool = False
    """Whether it has a /tmp of its own, and so does not find tmux's sockets."""
    kill_mode: str = "process"
    """What a stop of the service ends; `control-group` ends tmux too (systemd.kill(5))."""


def gather(inputs: Inputs, system: Path = SYSTEM, linger: Path = LINGER) -> Service:
    """Look at the files of systemd."""
    base = inputs.environ.get("XDG_CONFIG_HOME") or os.path.join(
        inputs.environ.get("HOME") or str(Path.home()), ".config"
    )
    own = Path(base) / "systemd" / "user"
    is_user, is_system = (own / UNIT).exists(), (system / UNIT).exists()
    folder = own if is_user else system
    enabled = any(path.is_symlink() or path.exists() for path in folder.glob(f"*.wants/{UNIT}"))
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = str(inputs.uid)
    settings = _settings(folder) if is_user or is_system else {}
    return Service(
        user,
        is_user,
        is_system,
        enabled,
        (linger / user).exists(),
        settings.get("PrivateTmp", "no").lower() in ("yes", "true", "on", "1"),
        settings.get("KillMode", "control-group"),
    )


def _settings(folder: Path) -> dict[str, str]:
    """The settings of the unit and of its drop-ins; the last one counts (systemd.unit(5))."""
    found: dict[str, str] = {}
    for path in (folder / UNIT, *sorted((folder / f"{UNIT}.d").glob("*.conf"))):
        try:
            text = path.read_text("utf-8", "replace")
        except OSError:
            continue
        found |= {key: value.strip() for key, value in _SETTING.findall(text)}
    return found


def check(inputs: Inputs) -> Findings:
    """See `judge`."""
    return judge(gather(inputs), inputs.uid)


def judge(facts: Service, uid: int) -> Findings:
    """Whether WebMux comes back after a reboot."""
    if not (facts.is_user_unit or facts.is_system_unit):
        return [ok("service", "WebMux is not installed as a service: you start it yourself.")]
    found = [fault for fault in (_private_tmp(facts, uid), _kill_mode(facts, uid)) if fault is not None]
    if not facts.enabled:
        fix = f"systemctl --user enable --now {UNIT}"
        if not facts.is_user_unit:
            fix = repair.as_root(f"systemctl enable --now {UNIT}", uid)
        found.append(warning("service-disabled", "The service of WebMux does not start at boot.", fix))
    if facts.is_user_unit and not facts.lingers:
        cause = f"The service of WebMux starts only after {facts.user} logs in, and ends with the last login."
        found.append(warning("service-linger", cause, f"loginctl enable-linger {repair.quoted(facts.user)}"))
    return found or [ok("service", "The service of WebMux starts at boot.")]


def _private_tmp(facts: Service, uid: int) -> Finding | None:
    if not facts.private_tmp:
        return None
    cause = "The service of WebMux has PrivateTmp: its /tmp is not the one with the sockets of tmux."
    return error("service-private-tmp", cause, _set(facts, uid, "PrivateTmp=no"))


def _kill_mode(facts: Service, uid: int) -> Finding | None:
    if facts.kill_mode in ("process", "none"):
        return None
    cause = f"The service of WebMux has KillMode {facts.kill_mode}: a restart may end tmux and all sessions."
    return warning("service-kill-mode", cause, _set(facts, uid, "KillMode=process"))


def _set(facts: Service, uid: int, setting: str) -> str:
    """Adds a drop-in. It counts from the next start of the service, which this command does not do."""
    text = repair.quoted(rf"[Service]\n{setting}\n")
    name = f"{setting.partition('=')[0]}.conf"
    if facts.is_user_unit:
        folder = f"~/.config/systemd/user/{UNIT}.d"
        return f"mkdir -p {folder} && printf {text} > {folder}/{name} && systemctl --user daemon-reload"
    folder = f"{SYSTEM}/{UNIT}.d"
    steps = f"mkdir -p {folder} && printf {text} > {folder}/{name} && systemctl daemon-reload"
    return repair.as_root(f"sh -c {repair.quoted(steps)}", uid)
