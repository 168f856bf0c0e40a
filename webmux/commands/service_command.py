"""`webmux service`: have systemd or launchd run the server."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from webmux.commands.options import reads_server_options
from webmux.config import CONFIG_FILE_VARIABLE, DEFAULT_CONFIG_FILE, ENV_PREFIX, flag_of, load
from webmux.program import EXIT_REFUSED, program_name

SYSTEM = click.option("--system", is_flag=True, help="The service of the machine, not the one of your user.")


@click.group(no_args_is_help=False)
def service() -> None:
    """Have systemd or launchd run the server, and start it again after a reboot."""


@service.command("install", short_help="Install the service, and start it.")
@click.option("--system", is_flag=True, help="A service of the machine, for the user named by --user.")
@click.option("--user", metavar="NAME", help="Account that runs it, with --system.")
@click.option("--dry-run", is_flag=True, help="Print the file and change nothing.")
@click.option("--linger/--no-linger", default=None, help="Let it run without a login, without asking.")
@reads_server_options
def install_service(
    options: dict[str, str],
    config: str | None,
    *,
    system: bool,
    user: str | None,
    dry_run: bool,
    linger: bool | None,
) -> None:
    """Write the file of the service, and start it now and at each boot or login.

    The options of the server that you give here become part of the service.
    """
    from webmux.service import install
    from webmux.service.own_command import own_command

    if system != (user is not None):
        raise click.UsageError("--system and --user NAME belong together")
    command = [*own_command(), "serve", *_server_words(options, config)]
    manager = install.manager_here(system=system)
    planned = install.service_of(command, user or "", os.environ)
    _name_lost_variables()
    if dry_run:
        click.echo(manager.text(planned), nl=False)
        click.echo(f"The file would be {manager.file}, followed by:", err=True)
        for step in manager.start:
            click.echo(f"  {shlex.join(step)}", err=True)
        return
    install.check_manager(system=system, command=command)
    install.install(manager, planned)
    click.echo(f"The service runs. Its file is {manager.file}.")
    click.echo(f"A link to log in: {program_name()} link")
    if not system and manager.log_file is None and not install.lingers():
        _offer_lingering(linger, install.run)


@service.command("status")
@SYSTEM
def show_status(*, system: bool) -> int:
    """Show whether the service runs."""
    from webmux.service import install

    manager = install.installed_manager(system=system)
    return EXIT_REFUSED if install.run(manager.status) else 0


@service.command("logs")
@SYSTEM
@click.option("-f", "--follow", is_flag=True, help="Go on with new lines.")
@click.option("-n", "--lines", type=click.IntRange(0), default=100, show_default=True)
def show_logs(*, system: bool, follow: bool, lines: int) -> int:
    """Show the newest lines of the log."""
    from webmux.service import install

    manager = install.installed_manager(system=system)
    return EXIT_REFUSED if install.run(manager.logs(lines, follow=follow)) else 0


@service.command("uninstall", short_help="Stop the service, and remove its file.")
@SYSTEM
def uninstall_service(*, system: bool) -> None:
    """Stop the service and remove its file. tmux and its sessions go on."""
    from webmux.service import install

    manager = install.installed_manager(system=system)
    install.uninstall(manager)
    click.echo(f"The service is stopped, and {manager.file} is gone. tmux and its sessions go on.")


def _server_words(options: dict[str, str], config: str | None) -> list[str]:
    """The options of the server, as words that mean the same in each folder."""
    file = config or os.environ.get(CONFIG_FILE_VARIABLE)
    if file is None and Path(DEFAULT_CONFIG_FILE).exists():
        file = DEFAULT_CONFIG_FILE
    checked = load(options, file)
    words = [] if file is None else ["--config", os.path.abspath(os.path.expanduser(file))]
    for key, text in options.items():
        value = getattr(checked, key)
        words += [flag_of(key), str(value) if isinstance(value, Path) else text]
    return words


def _name_lost_variables() -> None:
    lost = [name for name in sorted(os.environ) if name.startswith(ENV_PREFIX)]
    if CONFIG_FILE_VARIABLE in lost:
        lost.remove(CONFIG_FILE_VARIABLE)
    if lost:
        click.echo(
            f"Not part of the service: {', '.join(lost)}. Give options to this command or set them in"
            " webmux.toml; secrets belong into the environment file, see docs/service.md.",
            err=True,
        )


def _offer_lingering(wish: bool | None, run: Callable[[Sequence[str]], int]) -> None:
    from webmux.service.managers import LINGER

    click.echo("systemd ends it, and tmux, when you log out, and starts it when you log in.")
    click.echo(f"To have both run from boot on and without a login: {shlex.join(LINGER)}")
    if wish is None and sys.stdin.isatty():
        wish = click.confirm("Do that now?", default=True)
    if wish:
        run(LINGER)
