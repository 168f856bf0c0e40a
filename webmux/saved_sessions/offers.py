"""Commands that ran in panes before tmux ended: each is offered to the user of the pane, and never run."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from webmux.errors import PaneNotFound, PeerError, TmuxCommandFailed
from webmux.tmux import names
from webmux.tmux.control.process import NoServer
from webmux.tmux.control.quoting import Command
from webmux.tmux.server import Tmux
from webmux.tmux.state.command_tracker import SHELLS
from webmux.tmux.state.formats import OFFER_OPTION, quoted

COMMAND_MAX_CHARS = 2000
BUFFER = "webmux-offer"
_FORMAT = f"#{{pane_id}} #{{window_id}} #{{pane_active}} {quoted('pane_current_command')} #{{{OFFER_OPTION}}}"
_JOINERS = "\u200c\u200d"


class OfferNotFound(PeerError):
    """The pane has no offer: it was typed or dismissed already."""

    status = 404
    code = "offer_not_found"


class PaneBusy(PeerError):
    """A program runs in the pane, which would take the command as its input."""

    status = 409
    code = "pane_busy"


@dataclass(frozen=True, slots=True)
class Offer:
    """The command of a pane; `ready`: a shell waits there."""

    pane_id: str
    window_id: str
    command: str
    active: bool
    ready: bool

    def fields(self) -> dict[str, Any]:
        return {
            "pane": self.pane_id,
            "window_id": self.window_id,
            "command": self.command,
            "active": self.active,
            "ready": self.ready,
        }


def waits(program: str) -> bool:
    """Whether this program in the foreground of a pane is a shell that waits for its user."""
    return program.removeprefix("-") in SHELLS


def of_session(tmux: Tmux, session_id: str) -> list[Offer]:
    """The offers of all panes of a session. Raises TmuxError. Switches: yes."""
    return _listed(tmux, "-s", "-t", names.check_session_id(session_id))


def of_pane(tmux: Tmux, pane_id: str) -> Offer:
    """The offer of one pane.

    Raises:
        OfferNotFound: it has none.
        PaneNotFound: there is no such pane.

    Switches: yes.
    """
    names.check_pane_id(pane_id)
    try:
        listed = _listed(tmux, "-t", pane_id)
    except NoServer as error:
        raise PaneNotFound(pane_id) from error
    except TmuxCommandFailed as error:
        if "can't find pane" not in error.stderr:
            raise
        raise PaneNotFound(pane_id) from error
    for offer in listed:
        if offer.pane_id == pane_id:
            return offer
    raise OfferNotFound("this pane has no command to type any more")


def type_into(tmux: Tmux, pane_id: str) -> Offer:
    """Put the command of a pane at its prompt, without Enter, and end the offer.

    It arrives as a paste, in brackets if the shell asked for that. Raises as `of_pane`, and PaneBusy.
    Switches: yes.
    """
    offer = of_pane(tmux, pane_id)
    if not offer.ready:
        raise PaneBusy("a program runs in this pane: type the command when its shell waits again")
    tmux.run(
        ("set-buffer", "-b", BUFFER, "--", offer.command),
        ("paste-buffer", "-p", "-r", "-d", "-b", BUFFER, "-t", pane_id),
        _unset(pane_id),
    )
    return offer


def drop(tmux: Tmux, pane_id: str) -> Offer:
    """End the offer of a pane; as `of_pane`."""
    offer = of_pane(tmux, pane_id)
    tmux.run(_unset(pane_id))
    return offer


def _unset(pane_id: str) -> Command:
    return ("set-option", "-pqu", "-t", pane_id, OFFER_OPTION)


def _listed(tmux: Tmux, *where: str) -> list[Offer]:
    printed = tmux.run(("list-panes", *where, "-f", f"#{{{OFFER_OPTION}}}", "-F", _FORMAT))
    offers = []
    for line in printed.splitlines():
        words = line.split(" ", 4)
        # Anybody who can use tmux can set the option, so it is cleaned again.
        command = clean_command(words[4]) if len(words) == 5 else ""
        if command:
            offers.append(Offer(words[0], words[1], command, words[2] == "1", waits(words[3])))
    return offers


def clean_command(text: str) -> str:
    """A command line that can be shown and typed: one line without control and other invisible characters.

    `""` if nothing is left, or if it is longer than `COMMAND_MAX_CHARS`: a part of a command is another
    command.
    """
    stored = "".join(char for char in text if not _is_hidden(char)).strip()
    return stored if len(stored) <= COMMAND_MAX_CHARS else ""


def _is_hidden(char: str) -> bool:
    return char not in _JOINERS and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
