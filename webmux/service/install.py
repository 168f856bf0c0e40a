"""Installs, shows and removes the service: looks at the machine, writes the file, runs the commands."""

from __future__ import annotations

import os
import pwd
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from webmux.errors import ServiceRefused
from webmux.service.environment import manager_variables
from webmux.service.managers import LINGER_STATE, Command, Manager, launchd, systemd, unit_folder
from webmux.service.units import WRITTEN, Service

_LOCALE = ("LANG", "LC_ALL", "LC_CTYPE")
RUN_DIR = Path("/run")
Run = Callable[[Sequence[str]], int]


def run(command: Sequence[str]) -> int:
    """Run a command that may print; returns its exit code, 127 if there is no such program."""
    environment = {**os.environ, **manager_variables(os.environ, os.getuid())}
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, env=environment, check=False).returncode
    except OSError:
        return 127


def manager_here(*, system: bool) -> Manager:
    """The manager for this kind of service on this system, whether it runs or not.

    Raises:
        ServiceRefused: it has no services of the machine that we can write.
    """
    home = Path.home()
    if sys.platform == "darwin":
        if system:
            raise ServiceRefused("--system is for systemd: on macOS the service is one of your user")
        return launchd(home, os.getuid())
    return systemd(unit_folder(home, os.environ.get("XDG_CONFIG_HOME", ""), system=system), system=system)


def installed_manager(*, system: bool) -> Manager:
    """The manager whose file exists: that of the user before that of the machine.

    Raises:
        ServiceRefused: no service is installed.
    """
    kinds = (False,) if sys.platform == "darwin" else (False, True)
    for kind in (True,) if system else kinds:
        manager = manager_here(system=kind)
        if manager.file.exists():
            return manager
    raise ServiceRefused("the service is not installed: run webmux service install")


def check_manager(*, system: bool, command: Sequence[str], run_dir: Path = RUN_DIR) -> None:
    """Check that the manager runs, and that we may use it.

    Raises:
        ServiceRefused: it does not run, or only root may; says how to start WebMux then.
    """
    start = shlex.join(command)
    if sys.platform == "darwin":
        return
    if not (run_dir / "systemd" / "system").is_dir():  # sd_booted(3)
        raise ServiceRefused(
            "systemd does not run this machine: let its own init start WebMux, or cron by this line in"
            f" crontab -e: @reboot {start}"
        )
    if system:
        if os.geteuid() != 0:
            raise ServiceRefused("a service of the machine needs root: run the same command with sudo")
        return
    mine = Path(os.environ.get("XDG_RUNTIME_DIR") or run_dir / "user" / str(os.getuid()))
    if not (mine / "systemd").is_dir():
        raise ServiceRefused(
            "systemd has no manager for your user in this login: log in by ssh or at the console, not by su,"
            " or have root run webmux service install --system --user NAME"
        )


def service_of(command: Sequence[str], user: str, environment: Mapping[str, str]) -> Service:
    """The service, with what tmux and its shells need of the environment of the person who installs it.

    Raises:
        ServiceRefused: there is no such user.
    """
    passed = {"PATH": environment.get("PATH") or os.defpath}
    passed |= {name: environment[name] for name in _LOCALE if environment.get(name)}
    if not any(name in passed for name in _LOCALE):
        passed["LANG"] = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    if user:
        try:
            pwd.getpwnam(user)
        except KeyError:
            raise ServiceRefused(f"there is no user {user}: make one, or name another") from None
    elif environment.get("TMUX_TMPDIR"):
        # The tmux server of the user's shell has its socket there.
        passed["TMUX_TMPDIR"] = environment["TMUX_TMPDIR"]
    for word in (*command, *passed.values()):
        if not word.isprintable():
            raise ServiceRefused(f"a service file cannot have control characters: {word!r}")
    return Service(tuple(command), passed, user)


def install(manager: Manager, service: Service, run_command: Run = run) -> None:
    """Write the file and start the service; a running one is restarted, which ends no session.

    Raises:
        ServiceRefused: the file is not ours or cannot be written, or the service did not start.
    """
    _check_ours(manager.file)
    _write(manager.file, manager.text(service))
    if manager.log_file is not None:
        manager.log_file.parent.mkdir(parents=True, exist_ok=True)
        _quietly(manager.stop)  # launchd reads the file of a loaded service only after it was unloaded
    _all(manager.start, run_command)


def uninstall(manager: Manager, run_command: Run = run) -> None:
    """Stop the service, remove its file; tmux goes on.

    Raises:
        ServiceRefused: the file is not ours.
    """
    _check_ours(manager.file)
    for command in manager.stop:
        run_command(command)
    manager.file.unlink()
    _all(manager.forget, run_command)


def lingers() -> bool:
    """Whether systemd runs the services of this user without a login; true if that is unknown."""
    try:
        done = subprocess.run([*LINGER_STATE, str(os.getuid())], capture_output=True, text=True, check=False)
    except OSError:
        return True
    return done.stdout.strip() != "no"


def _check_ours(file: Path) -> None:
    try:
        ours = WRITTEN in file.read_text(errors="replace")
    except FileNotFoundError:
        return
    except OSError as error:
        raise ServiceRefused(f"{file} cannot be read: {error.strerror}") from error
    if not ours:
        raise ServiceRefused(f"{file} was not written by webmux service install: move it away first")


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=file.parent, prefix=".webmux-", delete=False) as scratch:
            try:
                scratch.write(text)
                scratch.flush()
                os.fchmod(scratch.fileno(), 0o644)
                os.fsync(scratch.fileno())
                os.replace(scratch.name, file)
            except BaseException:
                os.unlink(scratch.name)
                raise
    except OSError as error:
        raise ServiceRefused(f"{file} cannot be written: {error.strerror}") from error


def _all(commands: Sequence[Command], run_command: Run) -> None:
    for command in commands:
        if run_command(command) != 0:
            raise ServiceRefused(f"{shlex.join(command)} failed: see webmux service logs")


def _quietly(commands: Sequence[Command]) -> None:
    for command in commands:
        subprocess.run(command, capture_output=True, check=False)
