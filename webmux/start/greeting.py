"""What a server prints when it is ready: its address, and the first login link."""

from __future__ import annotations

import os
import secrets
import shlex

from webmux import __version__
from webmux.auth.links import RANDOM_BYTES, LoginLinks
from webmux.auth.origins import OwnNames
from webmux.config import Config, default_state_dir
from webmux.program import program_name
from webmux.service.environment import is_recorded
from webmux.store.state_dir import StateDir

_STDOUT = 1


def greet(config: Config, serving: int, tmux_version: str) -> None:
    """Mark the state directory as served, end all older login links, and print a new one.

    `serving` is the descriptor of `StateDir.open_to_serve`.
    """
    state = StateDir(config.state_dir)
    state.serve(serving)
    links = LoginLinks(state.links, state.secret())
    links.remove_all()
    names = OwnNames.of(config)
    address = names.address
    state.replace("address", f"{address}\n")  # of the server that `link` makes links for
    state.replace("addresses", "".join(f"{one}\n" for one in names.for_devices()))  # for `pair`
    print(f"WebMux {__version__} on {address if config.unix_socket is None else config.bind}")
    if is_recorded(_STDOUT, os.environ):  # a link in a log would be a password in a log
        print(f"  Make a link to log in: {_link_command(config)}")
    else:
        print("  Open this link to log in (works once):")
        print(f"    {address}/login#{links.issue(secrets.token_bytes(RANDOM_BYTES))}")
        print(f"  Another link: {_link_command(config)}")
    print(f"  tmux {tmux_version}, state directory {config.state_dir}", flush=True)


def _link_command(config: Config) -> str:
    link = f"{program_name()} link"
    is_default = config.state_dir == default_state_dir()
    return link if is_default else f"{link} --state-dir {shlex.quote(str(config.state_dir))}"
