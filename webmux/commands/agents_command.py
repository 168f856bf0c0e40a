"""`webmux agents`: coding agents in tmux."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webmux.commands.options import reads_config
from webmux.config import Config
from webmux.program import EXIT_REFUSED, plain, refuse

if TYPE_CHECKING:
    from webmux.agents.explain import Explained

EXPLAIN_TIMEOUT_S = 5.0
AGENTS = ("claude", "codex", "gemini", "opencode", "copilot")


@click.group(no_args_is_help=False)
def agents() -> None:
    """Have coding agents say what they do."""


@agents.command("setup", short_help="Write the hooks by which agents say what they do.")
@click.argument("names", metavar="[AGENT]...", nargs=-1, type=click.Choice(AGENTS))
@click.option("--remove", is_flag=True, help="Remove these hooks.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
def setup_agents(*, names: tuple[str, ...], remove: bool, dry_run: bool) -> int:
    """Write into the settings of coding agents the hooks by which they tell WebMux what they do.

    AGENT is claude, codex, gemini, opencode or copilot; without it, all that are found. Your own hooks stay.
    Run it again after an update of WebMux.
    """
    from webmux.agents.setup.config_file import SetupRefused
    from webmux.agents.setup.plans import found, set_up, undo
    from webmux.agents.setup.targets import TARGETS

    home = Path.home()
    targets = [one for one in TARGETS if one.name in names] if names else found(os.environ, home)
    if not targets:
        click.echo(f"No agent was found. Name one: {', '.join(AGENTS)}", err=True)
        return EXIT_REFUSED
    code = 0
    shown: set[Path] = set()
    for target in targets:
        try:
            plan = (undo if remove else set_up)(target, os.environ, home)
            for change in plan.changes:
                if not dry_run:
                    change.write()
                elif change.path not in shown:
                    click.echo(change.diff(), nl=False)
                shown.add(change.path)
        except SetupRefused as error:
            code = refuse(f"{target.title}: {error.message}", EXIT_REFUSED)
            continue
        changed = bool(plan.changes)
        outcome = _outcome(remove=remove, changed=changed, dry_run=dry_run)
        click.echo(f"{target.title}: {outcome} {plan.file.path}", err=dry_run)
        if changed and not remove:
            click.echo(f"  {target.note}", err=dry_run)
    return code


def _outcome(*, remove: bool, changed: bool, dry_run: bool) -> str:
    if not changed:
        return "no hooks are in" if remove else "the hooks are already in"
    return {
        (False, False): "the hooks are now in",
        (False, True): "the hooks would go into",
        (True, False): "the hooks are out of",
        (True, True): "the hooks would go out of",
    }[remove, dry_run]


@agents.command("explain", short_help="Say how the state of the agent in a pane is known.")
@click.argument("pane", required=False, envvar="TMUX_PANE", metavar="[PANE]")
@click.option("--tmux-socket", metavar="SOCKET", help="The socket of the tmux server.")
@reads_config
def explain_agent(config: Config, *, pane: str | None, tmux_socket: str | None) -> int:
    """Say what each source knows of the agent in PANE, such as %12, and which source counts.

    Without PANE it is the pane in which you run this. The server need not run.
    """
    from webmux.agents.explain import explain
    from webmux.agents.manifest_files import Manifests
    from webmux.tmux.control.process import TmuxProcess

    if not pane or not pane.removeprefix("%").isdecimal():
        return refuse("PANE must be the id of a pane, such as %12. `tmux list-panes -a` lists them.")
    socket = tmux_socket or config.tmux_socket or os.environ.get("TMUX", "").partition(",")[0] or None
    process = TmuxProcess(config.tmux_command, socket and str(socket), EXPLAIN_TIMEOUT_S)
    manifests = Manifests(config.agent_manifests)
    found = explain(process, manifests, "%" + pane.removeprefix("%"))
    for name, text in _explained(found):
        click.echo(f"{name + ':':9}{plain(text)}")
    for problem in manifests.problems:
        click.echo(plain(problem), err=True)
    return 0


def _explained(found: Explained) -> Iterator[tuple[str, str]]:
    yield "pane", found.pane_id
    if found.agent is None:
        yield "agent", f"none that is known: {found.command} runs there"
    else:
        yield "agent", f"{found.agent.manifest.agent}, process {found.agent.pid}"
    yield "hook", found.hook
    if found.agent is not None:
        yield "screen", f"rule {found.rule.name}: {found.rule.text}" if found.rule else "no rule fits"
    if found.source:
        since = f", for {_age(int(time.time()) - found.since)}" if found.since else ""
        yield "state", f"{found.kind}{since} ({found.source})"


def _age(seconds: int) -> str:
    for unit, name in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * unit:
            return f"{seconds // unit} {name}"
    return f"{max(0, seconds)} seconds"
