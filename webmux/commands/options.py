"""Options that commands share, and the configuration that they lead to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import click

from webmux.config import OPTIONS, Option, flag_of, load

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
CONFIG_FILE = click.option("--config", metavar="FILE", help="Read this file instead of webmux.toml.")

UNITS = ("PORT", "BYTES", "MS", "DAYS")

Command = Callable[..., int | None]
"""What it returns is the exit code of the program; None is 0."""


class Place(NamedTuple):
    """The options before a command. Click hands them on as `context.obj`."""

    config: str | None
    options: dict[str, str]


def reads_config(act: Command) -> Command:
    """Give a command the `Config` as its first argument, and the options `--config` and `--state-dir`.

    Both may stand before the command or after it.

    Raises:
        ConfigError: as `load` does. The program prints it and ends with 2.
    """

    def run(place: Place, /, *, config: str | None, state_dir: str | None, **words: Any) -> int | None:
        options = _given(place.options, {"state_dir": state_dir})
        return act(load(options, config or place.config), **words)

    run.__name__, run.__doc__ = act.__name__, act.__doc__
    add = click.option("--state-dir", metavar="DIR", help="The state directory of the running server.")
    return CONFIG_FILE(add(click.pass_obj(run)))


def reads_server_options(act: Command) -> Command:
    """Give a command the options of the server and the path of the file, both as for `load`.

    They may stand before the command, too, if `SERVER_COMMANDS` of cli.py names it.
    """

    def run(place: Place, /, *, config: str | None, **words: Any) -> int | None:
        given = {option.key: words.pop(option.key) for option in OPTIONS}
        return act(_given(place.options, given), config or place.config, **words)

    run.__name__, run.__doc__ = act.__name__, act.__doc__
    return server_options(click.pass_obj(run))


def server_options(command: Command) -> Command:
    """Add every option of the server, and `--config`."""
    for option in reversed(OPTIONS):
        default = f"  [default: {option.default}]" if option.default else ""
        switch: dict[str, Any] = {"is_flag": False, "flag_value": "yes"} if option.is_switch else {}
        add = click.option(
            flag_of(option.key),
            option.key,
            metavar=_metavar(option),
            help=option.description.replace("`", "") + default,
            **switch,
        )
        command = add(command)
    return CONFIG_FILE(command)


def _metavar(option: Option) -> str:
    """What `--help` shows for the value: the last word of the key, which is its unit if it has one."""
    word = option.key.rpartition("_")[2].upper()
    if option.is_switch:
        return "[yes|no]"
    return "COUNT" if option.default.isdigit() and word not in UNITS else word


def _given(before: dict[str, str], after: dict[str, str | None]) -> dict[str, str]:
    return before | {key: value for key, value in after.items() if value is not None}
