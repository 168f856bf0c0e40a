"""`webmux sessions`: list, restore, save and make sessions, also while no server runs."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from webmux.commands.options import AS_JSON, reads_config
from webmux.commands.output import print_table
from webmux.commands.stores import Act, Stores, opens_stores
from webmux.config import Config
from webmux.errors import BadField, SessionNotFound, WebMuxError
from webmux.program import plain

if TYPE_CHECKING:
    from webmux.saved_sessions.restorer import Result
    from webmux.saved_sessions.saved_set import SavedSet
    from webmux.saved_sessions.set_files import SavedSets
    from webmux.saved_sessions.states import SetStates
    from webmux.store.state_dir import StateDir
    from webmux.tmux.server import Tmux

SOCKET = click.option(
    "--tmux-socket",
    metavar="SOCKET",
    help="The socket of the tmux server.  [default: that of the configuration, or of the last server]",
)


class NotAllRestored(WebMuxError):
    """Some sessions were not restored; what they were was printed."""


@click.group(no_args_is_help=False)
def sessions() -> None:
    """List, restore, save and make sessions of tmux. The server need not run."""


@sessions.command("list")
@AS_JSON
@SOCKET
@reads_config
def list_sessions(config: Config, *, as_json: bool, tmux_socket: str | None) -> None:
    """List saved sessions, newest first, and what became of each."""
    tmux, _, found = _open(config, tmux_socket)
    rows = (
        {
            "set": one.stored.id,
            "saved_at": one.stored.content.saved_at,
            "session": session.name,
            "windows": len(session.windows),
            "panes": session.panes,
            "state": one.states[session.id],
        }
        for one in found
        for session in one.stored.content.sessions
    )
    where = f"no sessions of the tmux socket {tmux.socket_path} are saved in {config.state_dir}"
    print_table(rows, as_json=as_json, none=where)


@sessions.command("save")
@SOCKET
@reads_config
def save_sessions(config: Config, *, tmux_socket: str | None) -> None:
    """Save what tmux has now."""
    tmux, sets, _ = _open(config, tmux_socket)
    found = _now(tmux)
    if found is None:
        raise SessionNotFound("no tmux server runs: there is nothing to save")
    is_new = sets.save(found)
    count = f"{len(found.sessions)} session{'' if len(found.sessions) == 1 else 's'}"
    click.echo(f"saved {count}" if is_new else f"{count}: nothing has changed since the last time")


@sessions.command("restore")
@click.argument("names", metavar="[SESSION]...", nargs=-1)
@click.option(
    "--set", "set_id", metavar="ID", help="A set from the list.  [default: the newest that is gone]"
)
@click.option("--rename", is_flag=True, help="Add a number to a name that is taken, instead of skipping it.")
@SOCKET
@opens_stores()
def restore_sessions(
    stores: Stores, *, names: tuple[str, ...], set_id: str | None, rename: bool, tmux_socket: str | None
) -> Act:
    """Restore saved sessions, by default all that are gone. Only shells start."""
    from webmux.saved_sessions.restorer import RENAME, RESTORED, SKIP, Order, Restorer

    tmux, sets, found = _open(stores.config, tmux_socket)
    chosen = _chosen(found, set_id)
    if chosen is None:
        click.echo("no session is gone: there is nothing to restore")
        return None

    def on_result(result: Result) -> None:
        click.echo(f"{result.outcome}: {plain(result.name)}")
        for problem in result.problems:
            click.echo(f"  {plain(problem)}")

    content = chosen.stored.content.sessions
    picked = [one for one in content if _is_chosen(chosen, one, names, rename=rename)]
    order = Order(chosen.stored.id, picked, "", taken=RENAME if rename else SKIP, on_result=on_result)
    done = Restorer(tmux, sets.histories).run(order)
    if (found_now := _now(tmux)) is not None:
        sets.save(found_now)  # before they are offered no more: tmux may end at any moment
        restored = {result.id for result in done.results if result.is_in(found_now)}
        sets.settle(chosen.stored.content.epoch, restored)
    made = [result for result in done.results if result.outcome == RESTORED]
    if missing := len(done.results) - len(made):
        raise NotAllRestored(f"{missing} of {len(done.results)} sessions were not restored")
    return "sessions_restored", {"set": chosen.stored.id, "sessions": len(made)}


@sessions.command("history", short_help="Show or choose whether histories are saved.")
@click.argument("what", metavar="[on|off]", type=click.Choice(["on", "off"]), required=False)
@opens_stores()
def save_history(stores: Stores, *, what: str | None) -> Act:
    """Say whether the text of histories is saved with sessions, or choose it.

    "off" deletes the texts that are stored.
    """
    from webmux.saved_sessions.histories import forget
    from webmux.saved_sessions.history_choice import FILE, HistoryChoice
    from webmux.store.state_dir import StateFile

    choice = HistoryChoice(StateFile(stores.state, FILE), option=stores.config.save_history)
    if what is None:
        click.echo({"on": "on", "off": "off", "open": "off: nobody has chosen"}[choice.now])
        return None
    choice.choose(save=what == "on")
    if what == "off":
        stores.state.directory("sessions")
        forget(stores.state.directory("sessions/history"), ())
    click.echo(f"the text of histories is {'saved from now on' if what == 'on' else 'no longer saved'}")
    return "history_chosen", {"save": what == "on"}


@sessions.command("new")
@click.option("--preset", required=True, metavar="NAME", help="What to make the session from.")
@click.option("--name", default="", metavar="NAME", help="Its name.  [default: that of the preset]")
@click.option("--run", is_flag=True, help="Run the commands of a preset that a user saved.")
@click.option("--user", metavar="NAME", help="Who gets it.  [default: the owner of the server]")
@SOCKET
@opens_stores()
def new_session(
    stores: Stores, *, preset: str, name: str, run: bool, user: str | None, tmux_socket: str | None
) -> Act:
    """Make a session from a preset of webmux.toml, or of a user.

    Commands of webmux.toml run. Pages offer those of a saved preset, unless --run is given.
    """
    from webmux.presets.preset_session import make_session
    from webmux.presets.preset_store import Presets, presets_of_file
    from webmux.tmux.quotas import Quotas
    from webmux.tmux.server import Tmux

    config = stores.config
    owner = stores.accounts.owner() if user is None else stores.accounts.named(user)
    stored = Presets(stores.database, presets_of_file(config)).named(preset, owner.id)
    tmux = Tmux(config.tmux_command, _socket(config, stores.state, tmux_socket))
    quotas = Quotas(tmux, config.sessions_per_user, config.windows_per_user)
    built = make_session(tmux, quotas, stored, user=owner.name, name=name, run=run)
    click.echo(f"made {plain(built.session.name)}")
    for problem in built.problems:
        click.echo(f"  {plain(problem)}")
    return "session_created", {"session": built.session.name, "preset": stored.name, "of": owner.name}


def _socket(config: Config, state: StateDir, given: str | None) -> str | Path | None:
    """The socket of the option, of the configuration, or of the last server; None is tmux's own.

    A server whose options were on its command line left them in the state directory.
    """
    from webmux.store.state_dir import OPTIONS_FILE

    socket = given or config.tmux_socket
    if socket is None and (text := state.read(OPTIONS_FILE)):
        with suppress(ValueError, AttributeError):
            last = json.loads(text).get("tmux_socket")
            return last if isinstance(last, str) else None
    return socket


def _open(config: Config, tmux_socket: str | None) -> tuple[Tmux, SavedSets, list[SetStates]]:
    from webmux.saved_sessions.set_files import SavedSets
    from webmux.saved_sessions.states import states_of
    from webmux.store.state_dir import StateDir
    from webmux.tmux.server import Tmux

    state = StateDir(config.state_dir)
    tmux = Tmux(config.tmux_command, _socket(config, state, tmux_socket))
    sets = SavedSets(state.directory("sessions"))
    return tmux, sets, states_of(sets.all(), tmux.state(), tmux.socket_path)


def _now(tmux: Tmux) -> SavedSet | None:
    """What tmux has; None if no server runs."""
    import time

    from webmux.saved_sessions.saved_set import SavedSet
    from webmux.saved_sessions.session_reader import Reader

    found = Reader(tmux).read()
    if not found.epoch:
        return None
    return SavedSet(int(time.time()), found.epoch, found.sessions, tmux.version(), socket=tmux.socket_path)


def _chosen(found: list[SetStates], set_id: str | None) -> SetStates | None:
    from webmux.saved_sessions.states import offered

    wished = offered(found) if set_id is None else set_id
    chosen = next((one for one in found if one.stored.id == wished), None)
    if chosen is None and set_id is not None:
        raise BadField("set", "there is no such set: `webmux sessions list` shows all")
    return chosen


def _is_chosen(chosen: SetStates, session: Any, names: tuple[str, ...], *, rename: bool) -> bool:
    known = {one.name for one in chosen.stored.content.sessions}
    if not set(names) <= known:
        raise BadField("session", f"{plain(min(set(names) - known))} is not in this set")
    if names:
        return session.name in names
    return chosen.states[session.id] in ("gone", "name_taken" if rename else "gone")
