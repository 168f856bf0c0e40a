"""`webmux agents`: coding agents in tmux."""

from __future__ import annotations

import os
from pathlib import Path

import click

from webmux.program import EXIT_REFUSED, refuse

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
