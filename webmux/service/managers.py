"""How each service manager is used: where its file is, and the commands to run. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from webmux.service.environment import LAUNCHD_LABEL
from webmux.service.units import Service, launchd_plist, systemd_unit

UNIT = "webmux.service"
Command = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manager:
    """One service manager, and the commands for our service. `forget` follows the removal of the file."""

    name: str
    file: Path
    start: tuple[Command, ...]
    stop: tuple[Command, ...]
    forget: tuple[Command, ...]
    status: Command
    log_file: Path | None = None

    def text(self, service: Service) -> str:
        """What to write into `file`."""
        if self.log_file is None:
            return systemd_unit(service)
        return launchd_plist(service, str(self.log_file), str(Path.home()))

    def logs(self, lines: int, *, follow: bool) -> Command:
        """The command that shows the newest lines of the log."""
        if self.log_file is not None:
            return ("tail", "-n", str(lines), *(["-F"] if follow else []), str(self.log_file))
        # Not `--user -u`: without a journal on disk, the lines of a user are in the journal of the machine.
        unit = "--user-unit" if self.name == SYSTEMD_USER else "--unit"
        return ("journalctl", unit, UNIT, "-n", str(lines), *(["-f"] if follow else ["--no-pager"]))


LINGER: Command = ("loginctl", "enable-linger")
"""Has systemd run the services of this user from boot on, also without a login."""
LINGER_STATE: Command = ("loginctl", "show-user", "--property=Linger", "--value")
"""Prints `yes` or `no` for the user whose number follows."""
SYSTEMD_USER = "systemd for your user"
SYSTEMD = "systemd for the machine"
LAUNCHD = "launchd"


def systemd(folder: Path, *, system: bool) -> Manager:
    """The manager of the user, or of the machine. `folder` has its unit files."""
    ctl = ("systemctl",) if system else ("systemctl", "--user")
    return Manager(
        SYSTEMD if system else SYSTEMD_USER,
        folder / UNIT,
        ((*ctl, "daemon-reload"), (*ctl, "enable", UNIT), (*ctl, "restart", UNIT)),
        ((*ctl, "disable", "--now", UNIT),),
        ((*ctl, "daemon-reload"),),
        (*ctl, "--no-pager", "--lines=0", "status", UNIT),
    )


def launchd(home: Path, uid: int) -> Manager:
    """The agents of one user on macOS."""
    domain = f"gui/{uid}"
    file = home / "Library" / "LaunchAgents" / f"{LAUNCHD_LABEL}.plist"
    return Manager(
        LAUNCHD,
        file,
        (("launchctl", "bootstrap", domain, str(file)),),
        (("launchctl", "bootout", f"{domain}/{LAUNCHD_LABEL}"),),
        (),
        ("launchctl", "print", f"{domain}/{LAUNCHD_LABEL}"),
        home / "Library" / "Logs" / "webmux.log",
    )


def unit_folder(home: Path, config_home: str, *, system: bool) -> Path:
    """Where an administrator, or a user, puts unit files: systemd.unit(5)."""
    if system:
        return Path("/etc/systemd/system")
    return (Path(config_home) if config_home.startswith("/") else home / ".config") / "systemd" / "user"
