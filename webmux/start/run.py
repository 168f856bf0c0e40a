"""Run the server from the command line."""

from __future__ import annotations

from collections.abc import Mapping

from webmux.config import Config, load
from webmux.start.late_modules import loading_late


def run(options: Mapping[str, str], config_file: str | None) -> None:
    """Run the server until it is stopped. `options` and `config_file` are as for `webmux.config.load`.

    Raises:
        ConfigError: an option is wrong.
    """
    with loading_late():
        from webmux.start.gunicorn_app import serve

    def load_now() -> Config:
        return load(options, config_file)

    serve(load_now(), load_now)
