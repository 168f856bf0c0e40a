"""Options that commands share, and the configuration that they lead to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import click

from webmux.config import load

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class Place(NamedTuple):
    """Where the words before a command say that its server is. Click hands it on as `context.obj`."""

    config: str | None
    state_dir: str | None


def reads_config(act: Callable[..., int | None]) -> Callable[..., int | None]:
    """Give a command the `Config` as its first argument, and the options `--config` and `--state-dir`.

    Both may stand before the command or after it. What the command returns is its exit code; None is 0.

    Raises:
        ConfigError: as `load` does. The program prints it and ends with 2.
    """

    def run(place: Place, /, *, config: str | None, state_dir: str | None, **words: Any) -> int | None:
        directory = state_dir or place.state_dir
        options = {} if directory is None else {"state_dir": directory}
        return act(load(options, config or place.config), **words)

    run.__name__, run.__doc__ = act.__name__, act.__doc__
    command = click.pass_obj(run)
    add = click.option("--state-dir", metavar="DIR", help="The state directory of the running server.")
    return click.option("--config", metavar="FILE", help="Read this file instead of webmux.toml.")(
        add(command)
    )
