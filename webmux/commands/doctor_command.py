"""`webmux doctor`: check this machine."""

from __future__ import annotations

import os
import sys

import click

from webmux.commands.options import AS_JSON, reads_server_options


@click.command()
@AS_JSON
@reads_server_options
def doctor(options: dict[str, str], config_file: str | None, *, as_json: bool) -> int:
    """Check this machine: what is wrong, and the command that fixes it.

    Works with and without a running server, in about 10 s at most. If one runs, its options are checked.
    Exits with 1 if there is an error.
    """
    from gevent import monkey

    monkey.patch_all()  # checks wait at the same time; before anything is imported that it changes

    from webmux.doctor import report, runner
    from webmux.doctor.finding import Level

    found = runner.run(runner.inputs_of_shell(options, config_file))
    if as_json:
        click.echo(report.as_json(found))
    else:
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        for line in report.as_text(found, colour=colour):
            click.echo(line)
    return 1 if runner.worst(found) is Level.ERROR else 0
