"""`webmux ls`, `send`, `read`, `wait`, `new` and `notify`: drive panes of a running server."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from webmux.commands.gateway import Gateway, pane_path, uses_gateway
from webmux.commands.options import AS_JSON
from webmux.commands.output import print_table
from webmux.program import EXIT_TIMED_OUT, plain

WAIT_S = 30
SLACK_S = 15.0
"""How much later than its timeout a wait may be answered."""
GOALS = ("text", "quiet", "done", "waiting")


@click.command()
@AS_JSON
@uses_gateway
def ls(server: Gateway, *, as_json: bool) -> None:
    """List the panes of all sessions."""
    panes = server.ask("GET", "/api/panes")["panes"]
    if as_json:
        click.echo(json.dumps(panes, indent=2))
        return
    rows = (
        {
            "pane": pane["pane_id"],
            "session": pane["session"]["name"],
            "window": f"{pane['window']['index']}:{pane['window']['name']}",
            "size": f"{pane['cols']}x{pane['rows']}",
            "command": pane["command"],
            "agent": pane["agent"],
        }
        for pane in panes
    )
    print_table(rows, as_json=False, none="no panes")


@click.command()
@click.argument("pane")
@click.argument("text", required=False)
@click.option("--key", "keys", multiple=True, metavar="NAME", help="Press a key, such as C-c. Repeatable.")
@click.option("--enter", is_flag=True, help="Press Enter afterwards.")
@click.option("--leave-mode", is_flag=True, help="End copy mode first.")
@AS_JSON
@uses_gateway
def send(
    server: Gateway,
    *,
    pane: str,
    text: str | None,
    keys: tuple[str, ...],
    enter: bool,
    leave_mode: bool,
    as_json: bool,
) -> None:
    """Type TEXT into a pane as one paste. `-` reads it from standard input."""
    body: dict[str, Any] = {"enter": enter, "leave_mode": leave_mode}
    if text is not None:
        body["text"] = _standard_input() if text == "-" else text
    if keys:
        body["keys"] = list(keys)
    sent = server.ask("POST", pane_path(pane, "send"), body)
    if as_json:
        click.echo(json.dumps(sent))


@click.command()
@click.argument("pane")
@click.option("--lines", type=click.IntRange(1, 2000), help="The last rows of history and screen.")
@AS_JSON
@uses_gateway
def read(server: Gateway, *, pane: str, lines: int | None, as_json: bool) -> None:
    """Print the text of a pane."""
    screen = server.ask("GET", pane_path(pane, "screen", lines=lines))
    if as_json:
        click.echo(json.dumps(screen))
        return
    for row in screen["text"].split("\n"):
        click.echo(plain(row))


@click.command()
@click.argument("pane")
@click.option("--for", "goals", multiple=True, type=click.Choice(GOALS), default=("done",), show_default=True)
@click.option("--text", help="The text to wait for, with --for text.")
@click.option("--seconds", type=click.IntRange(1, 600), help="How long it must be quiet.")
@click.option("--timeout", type=click.IntRange(0, 600), default=WAIT_S, show_default=True, help="In seconds.")
@AS_JSON
@uses_gateway
def wait(
    server: Gateway,
    *,
    pane: str,
    goals: tuple[str, ...],
    text: str | None,
    seconds: int | None,
    timeout: int,
    as_json: bool,
) -> int:
    """Wait until a pane shows a text, is quiet or done, or its agent needs an answer."""
    query = {"for": ",".join(goals), "text": text, "seconds": seconds, "timeout": timeout}
    met = server.ask("GET", pane_path(pane, "wait", **query), timeout_s=timeout + SLACK_S)
    click.echo(json.dumps(met) if as_json else met["met"])
    return EXIT_TIMED_OUT if met["met"] in ("timeout", "ended") else 0


@click.command()
@click.argument("name", required=False)
@click.option("--cwd", metavar="DIR", help="The folder on the server.")
@click.option("--command", help="What to run instead of a shell.")
@AS_JSON
@uses_gateway
def new(server: Gateway, *, name: str | None, cwd: str | None, command: str | None, as_json: bool) -> None:
    """Create a session, and print the id of its pane."""
    given = {"name": name, "cwd": cwd, "command": command}
    session = server.ask("POST", "/api/sessions", {key: value for key, value in given.items() if value})
    panes = server.ask("GET", "/api/panes")["panes"]
    pane = next((one["pane_id"] for one in panes if one["session"]["id"] == session["id"]), "")
    click.echo(json.dumps({**session, "pane_id": pane}) if as_json else pane)


@click.command()
@click.argument("text")
@AS_JSON
@uses_gateway
def notify(server: Gateway, *, text: str, as_json: bool) -> int:
    """Send a message to your devices. `-` reads it from standard input."""
    notice = _standard_input() if text == "-" else text
    sent = server.ask("POST", "/api/notify", {"text": notice})
    if as_json:
        click.echo(json.dumps(sent))
    elif not sent["devices"]:
        click.echo("no device gets notifications: turn them on in the settings of a browser", err=True)
    return 0 if sent["devices"] else 1


def _standard_input() -> str:
    """All of standard input; bytes that are not UTF-8 cannot be sent as JSON.

    Raises:
        click.BadParameter: there are such bytes.
    """
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError as error:
        raise click.BadParameter("standard input is not UTF-8") from error
