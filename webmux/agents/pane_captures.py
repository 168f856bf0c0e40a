"""Asks tmux for the panes of all sessions and for the text of some, over the control connection alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from webmux.agents.agent_screen import AgentScreen, agent_screen
from webmux.agents.screen_state import FORM, OPTION, Stored, stored_value
from webmux.errors import TmuxError
from webmux.mirror.captures import Captures
from webmux.tmux.control.client import Link
from webmux.tmux.control.quoting import Command

_LISTED = (
    "#{pid}-#{start_time} #{session_id} #{window_id} #{pane_id} #{pane_pid} #{s/\n/?/:pane_current_command}"
)
_PANE = re.compile(rb"(\d+-\d+) (\$\d+) (@\d+) (%\d+) (\d+) (.*)")
# Without a comma or brace in it, see `tmux/state/agent_option.py`.
_FACTS = f"#{{pane_pid}} #{{cursor_y}} #{{alternate_on}} #{{?#{{m/r:{FORM},#{{{OPTION}}}}},#{{{OPTION}}},}}"
_FACT = re.compile(r"(\d+) (\d+) ([01]) (\S*)")
_AS_ROWS = "N"
"""Of `capture-pane`: text alone, and each row of the screen is a line."""


class PaneRow(NamedTuple):
    """A pane in one of the sessions that have its window."""

    epoch: str
    session_id: str
    window_id: str
    pane_id: str
    pane_pid: int
    command: str


class PaneCapture(NamedTuple):
    """The screen of a pane at one moment, and the state in its option."""

    pane_pid: int
    screen: AgentScreen
    stored: Stored | None


def list_panes(link: Link) -> list[PaneRow]:
    """All panes, once for each session that has their window.

    Raises TmuxError: see `Link.ask`. Switches: yes. Cost: 10 ms of tmux for 500 panes.
    """
    [lines] = link.ask([("list-panes", "-a", "-F", _LISTED)])
    return [_pane_row(match) for match in map(_PANE.fullmatch, lines) if match is not None]


def _pane_row(match: re.Match[bytes]) -> PaneRow:
    epoch, session_id, window_id, pane_id = (match[n].decode() for n in range(1, 5))
    command = match[6].decode("utf-8", "replace")
    return PaneRow(epoch, session_id, window_id, pane_id, int(match[5]), command)


def capture_panes(link: Link, pane_ids: Iterable[str]) -> dict[str, PaneCapture]:
    """The screens of these panes; those that have ended are left out. Starts no process.

    Raises TmuxError: tmux did not answer in time. Switches: yes. Cost: 0.2 ms of tmux for each.
    """
    ids = list(pane_ids)
    if not ids or not link.connected:
        return {}
    form = Captures(link.version)
    answers = link.run_each([_group(form, pane_id) for pane_id in ids])
    found = {}
    for pane_id, answer in zip(ids, answers, strict=True):
        capture = None if isinstance(answer, TmuxError) else _read(form, answer)
        if capture is not None:
            found[pane_id] = capture
    return found


def _group(form: Captures, pane_id: str) -> list[Command]:
    return [("display-message", "-p", "-t", pane_id, _FACTS), *form.commands(pane_id, (), flags=_AS_ROWS)]


def _read(form: Captures, answer: bytes) -> PaneCapture | None:
    facts, *lines = answer.split(b"\n")
    match = _FACT.fullmatch(facts.decode("utf-8", "replace"))
    if match is None:
        return None
    [rows] = form.texts([[], lines, []] if form.leaks else [lines])
    texts = [row.decode("utf-8", "replace") for row in rows]
    screen = agent_screen(texts, int(match[2]), alternate=match[3] == "1")
    return PaneCapture(int(match[1]), screen, stored_value(match[4]))
