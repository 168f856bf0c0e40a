"""The command line: a table of commands, each loaded only when it is called.

Importing this module must stay cheap: shells run it to complete words, and the server runs below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import click
from click.shell_completion import CompletionItem

from webmux import __version__
from webmux.commands.options import Place, reads_server_options, server_options
from webmux.config import OPTION_KEYS, flag_of
from webmux.errors import ConfigError, WebMuxError
from webmux.program import COMPLETION_VARIABLE, EXIT_REFUSED, EXIT_WRONG_START, program_name, refuse

COMMANDS = {
    "serve": ("webmux.cli", "Start the server, as without a command."),
    "service": ("webmux.commands.service_command", "Have systemd or launchd run the server."),
    "user": ("webmux.commands.user_command", "Manage who may log in."),
    "link": ("webmux.commands.link_command", "Make a login link that works once, with a QR code for phones."),
    "pair": ("webmux.commands.pair_command", "Show a QR code that logs a phone in."),
    "token": ("webmux.commands.token_command", "Manage tokens for scripts."),
    "passkey": ("webmux.commands.passkey_command", "Manage passkeys, which log in without typing."),
    "audit": ("webmux.commands.audit_command", "Show the audit trail, newest first."),
    "tls": ("webmux.commands.tls_command", "Make a certificate."),
    "backup": ("webmux.commands.backup_command", "Write all that the server stores into one file."),
    "restore": ("webmux.commands.restore_command", "Make the state directory from a backup."),
    "sessions": ("webmux.commands.sessions_command", "List, restore, save and make sessions of tmux."),
    "agents": ("webmux.commands.agents_command", "Have coding agents say what they do."),
    **{
        name: ("webmux.commands.driving_commands", text)
        for name, text in {
            "ls": "List the panes of all sessions.",
            "send": "Type text or keys into a pane.",
            "read": "Print the text of a pane.",
            "wait": "Wait until a pane shows a text, is quiet or done, or needs an answer.",
            "new": "Create a session, and print the id of its pane.",
            "notify": "Send a message to your devices.",
        }.items()
    },
    "mcp": ("webmux.commands.mcp_command", "Serve MCP on standard input, for agents that drive panes."),
    "config": ("webmux.commands.config_command", "Show all options, and where each is set."),
    "completion": ("webmux.commands.completion_command", "Print the script that completes words in a shell."),
    "doctor": ("webmux.commands.doctor_command", "Check this machine, and print the commands that fix it."),
    "version": ("webmux.cli", "Print the version."),
}
"""By name: the module whose Click command has the same name, and its line in `--help`."""

SERVER_COMMANDS = frozenset({"serve", "config", "doctor"})
"""Commands that take the options of the server."""

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
EPILOG = "Each option is also an environment variable (WEBMUX_PORT) and a key of webmux.toml."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, or the server until it is stopped; returns the exit code.

    Wrong words and options print one line and give 2; a refused command prints one line and gives 1.
    """
    try:
        code = program.main(
            arguments, prog_name=program_name(), complete_var=COMPLETION_VARIABLE, standalone_mode=False
        )
    except click.ClickException as error:
        return refuse(_usage_error(error), error.exit_code)
    except click.Abort:
        return EXIT_REFUSED
    except WebMuxError as error:
        return refuse(error.message, EXIT_WRONG_START if isinstance(error, ConfigError) else EXIT_REFUSED)
    return code if isinstance(code, int) else 0


class _Program(click.Group):
    """A group whose commands are the rows of `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name][0]), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The names in the table, without loading a command, and the options."""
        names = [
            CompletionItem(name, help=text)
            for name, (_, text) in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return names + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table, without loading a command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=_Program, invoke_without_command=True, context_settings=HELP, epilog=EPILOG)
@click.version_option(__version__, message="webmux %(version)s")
@server_options
@click.pass_context
def program(context: click.Context, /, *, config: str | None, **words: str | None) -> None:
    """tmux sessions in a browser. Without a command, start the server."""
    options = {key: value for key, value in words.items() if value is not None}
    command = context.invoked_subcommand
    if command is None:
        _serve(options, config)
    elif command not in SERVER_COMMANDS:
        for key in options:
            if key != "state_dir":
                raise ConfigError(flag_of(key), _for_start(command))
    context.obj = Place(config, options)


@click.command(context_settings=HELP, epilog=EPILOG)
@reads_server_options
def serve(options: dict[str, str], config_file: str | None) -> None:
    """Start the server, as without a command. Options may stand before `serve` or after it."""
    _serve(options, config_file)


@click.command()
def version() -> None:
    """Print the version."""
    click.echo(f"webmux {__version__}")


def _serve(options: dict[str, str], config_file: str | None) -> None:
    from webmux.start.run import run

    run(options, config_file)


def _usage_error(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption) and error.ctx is not None:
        key = error.option_name.removeprefix("--").replace("-", "_")
        if key in OPTION_KEYS:
            return f"{error.option_name}: {_for_start(_command_of(error.ctx))}"
    message = error.format_message().rstrip(".")
    message = message[:1].lower() + message[1:]
    context = error.ctx if isinstance(error, click.UsageError) else None
    return message if context is None else f"{message}; see {context.command_path} --help"


def _command_of(context: click.Context) -> str:
    return context.command_path.removeprefix(context.find_root().command_path).strip()


def _for_start(command: str) -> str:
    return (
        "is an option for starting the server; a command finds the server by its state directory,"
        f" write: {program_name()} {command} ... [--state-dir DIR] [--config FILE]"
    )
