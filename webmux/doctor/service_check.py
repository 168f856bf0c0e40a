"""The service of systemd: whether it is enabled, and whether it runs without a login of its user."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from pathlib import Path

from webmux.doctor import repair
from webmux.doctor.finding import Findings, Inputs, ok, warning

UNIT = "webmux.service"
SYSTEM = Path("/etc/systemd/system")
LINGER = Path("/var/lib/systemd/linger")


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
    return Service(user, is_user, is_system, enabled, (linger / user).exists())


def check(inputs: Inputs) -> Findings:
    """See `judge`."""
    return judge(gather(inputs), inputs.uid)


def judge(facts: Service, uid: int) -> Findings:
    """Whether WebMux comes back after a reboot."""
    if not (facts.is_user_unit or facts.is_system_unit):
        return [ok("service", "WebMux is not installed as a service: you start it yourself.")]
    found = []
    if not facts.enabled:
        fix = f"systemctl --user enable --now {UNIT}"
        if not facts.is_user_unit:
            fix = repair.as_root(f"systemctl enable --now {UNIT}", uid)
        found.append(warning("service-disabled", "The service of WebMux does not start at boot.", fix))
    if facts.is_user_unit and not facts.lingers:
        cause = f"The service of WebMux starts only after {facts.user} logs in, and ends with the last login."
        found.append(warning("service-linger", cause, f"loginctl enable-linger {repair.quoted(facts.user)}"))
    return found or [ok("service", "The service of WebMux starts at boot.")]
