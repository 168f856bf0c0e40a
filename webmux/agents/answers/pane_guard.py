"""The condition under which tmux sends keys: the pane still shows what was captured. Pure.

tmux evaluates it in the same command line that sends the keys. It has one thread and reads no output of a
pane between the commands of a line (cmd-queue.c, `cmdq_next`; `if-shell -F` inserts behind itself), so
nothing moves between the check and the keys.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from webmux.agents.answers.question import Question, is_spinner
from webmux.tmux.control.quoting import Command, command_line, quote
from webmux.tmux.state.agent_option import OPTION

ROW_MAX_CHARS = 100
"""Of each row; what follows is not compared."""
SENT, REFUSED = "sent", "refused"
_LITERAL = re.compile(r"[A-Za-z0-9 ]|[^\x00-\x9f\ufffd]")
_PLAIN_VALUE = re.compile(r"[A-Za-z0-9:._+ -]*", re.ASCII)

FACTS = (
    "pane_pid",
    *("pane_dead", "pane_in_mode", "pane_synchronized", "pane_input_off"),
    *("alternate_on", "pane_width", "pane_height", "history_size", "cursor_x", "cursor_y", "cursor_flag"),
)
"""What must be the same. All are numbers."""
FORMAT = " ".join(f"#{{{name}}}" for name in FACTS) + f" #{{{OPTION}}}"
"""Prints the facts, then the option of the pane, which may hold anything."""


class PaneState(dict[str, str]):
    """The facts of a pane by name, and the value of its option."""

    @classmethod
    def parse(cls, lines: Sequence[str]) -> PaneState:
        """Read what `FORMAT` printed. Raises ValueError: that is something else."""
        words = "\n".join(lines).split(" ", len(FACTS))
        if len(words) <= len(FACTS) or not all(re.fullmatch("[0-9]*", word) for word in words[:-1]):
            raise ValueError("tmux did not print the state of the pane")
        return cls(zip((*FACTS, OPTION), words, strict=True))

    def problem(self) -> str:
        """Why no key may be sent to the pane, with the next step; `""` if one may."""
        if self["pane_dead"] == "1":
            return "the program of this pane has ended: restart it, or close the pane"
        if self["pane_in_mode"] not in ("0", ""):
            return "the pane is in copy mode: leave it (q), then answer again"
        if self["pane_synchronized"] == "1":
            return "the pane types into other panes too: turn off synchronize-panes, then answer again"
        if self["pane_input_off"] == "1":
            return "input to this pane is off: turn it on (select-pane -e), then answer again"
        return ""


def unchanged(state: PaneState, screen: Sequence[str], question: Question) -> str:
    """A format that is 1 as long as the pane has this state and shows these rows of the question."""
    checks = [_equal(name, state[name]) for name in FACTS]
    checks += _option_check(state)
    for at in question.rows:
        if screen[at].strip() and not is_spinner(screen[at]):
            pattern = row_pattern(screen[at])
            checks.append(f"#{{==:#{{C/r:{pattern}}},{first_match(pattern, screen) + 1}}}")
    return all_of(checks)


def _equal(name: str, value: str) -> str:
    return f"#{{==:#{{{name}}},{value}}}"


def _option_check(state: PaneState) -> list[str]:
    value = state[OPTION]
    return [_equal(OPTION, value)] if _PLAIN_VALUE.fullmatch(value) else []


def row_pattern(row: str) -> str:
    """A regular expression, for tmux and for Python, that a row matches.

    Characters that mean something in it, in a format or in strftime(3) are `.`, any character.
    """
    row = row.rstrip()
    text = "".join(char if _LITERAL.fullmatch(char) else "." for char in row[:ROW_MAX_CHARS])
    return f"^{text}" if len(row) > ROW_MAX_CHARS else f"^{text}$"


def first_match(pattern: str, screen: Sequence[str]) -> int:
    """The first row of the screen that matches, as tmux's `C/r` finds it."""
    return next(at for at, row in enumerate(screen) if re.search(pattern, row.rstrip()))


def all_of(checks: Sequence[str]) -> str:
    """A format that is 1 if all of these are."""
    if len(checks) == 1:
        return checks[0]
    middle = len(checks) // 2
    return f"#{{&&:{all_of(checks[:middle])},{all_of(checks[middle:])}}}"


def guarded_line(pane_id: str, condition: str, *commands: Command) -> bytes:
    """One line, without its end, that runs the commands if the condition holds, and prints which it was."""
    then = (
        command_line(*commands, ("display-message", "-p", SENT))
        .rstrip(b"\n")
        .decode("utf-8", "surrogateescape")
    )
    otherwise = f"display-message -p {REFUSED}"
    words = ("if-shell", "-F", "-t", pane_id, condition, then, otherwise)
    return b" ".join(map(quote, words))
