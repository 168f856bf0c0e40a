"""The state of a pane's terminal as tmux prints it: cursor, modes, regions. Pure.

What a version of tmux does not know, it prints as nothing, so one format serves all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from webmux.errors import TmuxError
from webmux.model import COLS_MAX, COLS_MIN, ROWS_MAX, ROWS_MIN, Size

# Numbers only: text that a program chooses could look like a field. `mouse_all_flag` is DECSET 1003.
FORMAT = (
    "#{pid}-#{start_time} #{session_id} #{window_id} #{pane_id} #{pane_index}"
    " #{history_size} #{history_limit} #{pane_width} #{pane_height} #{cursor_x} #{cursor_y}"
    " 0#{?alternate_on,1,0} #{?alternate_on,#{alternate_saved_x},0} #{?alternate_on,#{alternate_saved_y},0}"
    " #{scroll_region_upper} #{scroll_region_lower}"
    " #{cursor_flag}#{insert_flag}#{keypad_cursor_flag}#{keypad_flag}#{wrap_flag}#{origin_flag}"
    "#{mouse_standard_flag}#{mouse_button_flag}#{mouse_all_flag}#{mouse_utf8_flag}#{mouse_sgr_flag}"
    " b#{bracket_paste_flag} s#{cursor_shape} k#{cursor_blinking} t#{pane_tabs}"
    " u#{synchronized_output_flag}"
)
_LINE = re.compile(
    rb"(?P<epoch>\d+-\d+) (?P<session>\$\d+) (?P<window>@\d+) (?P<pane>%\d+) (?P<index>\d+)"
    rb" (?P<history>\d+) (?P<limit>\d+) (?P<cols>\d+) (?P<rows>\d+) (?P<x>\d+) (?P<y>\d+)"
    rb" 0(?P<alternate>[01]) (?P<saved_x>\d+) (?P<saved_y>\d+) (?P<top>\d+) (?P<bottom>\d+)"
    rb" (?P<flags>[01]{11}) b(?P<bracketed>[01]?) s(?P<shape>[a-z]*) k(?P<blinking>[01]?) t(?P<tabs>[0-9,]*)"
    rb" u(?P<updating>[01]?)"
)
_MOUSE = (1000, 1002, 1003, 1005, 1006)
_SHAPES = {"block": 1, "underline": 3, "bar": 5}


@dataclass(frozen=True, slots=True)
class TerminalState:
    """A pane at one moment. Columns and rows count from 0; `x` is `cols` if the next character wraps.

    `history` rows are above its screen; `saved` is the cursor of the primary screen while the alternate one
    is shown. `bracketed` is None if tmux does not say. `cursor_style` is the parameter of DECSCUSR, 0
    if it is unknown or the default. `mouse` has the numbers of the modes in force. `updating` is whether the
    program is within a synchronized update (mode 2026): its screen may show parts of two pictures. False
    before tmux 3.7, which does not say.
    """

    epoch: str
    session_id: str
    window_id: str
    pane_id: str
    index: int
    history: int
    limit: int
    cols: int
    rows: int
    x: int
    y: int
    alternate: bool = False
    saved: tuple[int, int] = (0, 0)
    region: tuple[int, int] = (0, 0)
    visible: bool = True
    insert: bool = False
    cursor_keys: bool = False
    keypad: bool = False
    wrap: bool = True
    origin: bool = False
    mouse: tuple[int, ...] = ()
    bracketed: bool | None = None
    cursor_style: int = 0
    tabs: tuple[int, ...] = ()
    updating: bool = field(default=False, compare=False)

    @property
    def size(self) -> Size:
        """The size of the pane, within the bounds of `Size`."""
        return Size(max(COLS_MIN, min(COLS_MAX, self.cols)), max(ROWS_MIN, min(ROWS_MAX, self.rows)))

    @property
    def default_tabs(self) -> tuple[int, ...]:
        """The tab stops of a new terminal of this width."""
        return tuple(range(8, self.cols, 8))


def parse_state(lines: Sequence[bytes]) -> TerminalState:
    """Read what tmux printed for `FORMAT`.

    Raises:
        TmuxError: it is something else.
    """
    match = _LINE.fullmatch(lines[0]) if len(lines) == 1 else None
    if match is None:
        raise TmuxError(f"tmux described a pane in an unknown form: {lines[:2]!r}"[:400])
    number = {name: int(match[name]) for name in _NUMBERS}
    flags = [flag == "1" for flag in match["flags"].decode()]
    shape, blinking = match["shape"].decode(), match["blinking"]
    return TerminalState(
        epoch=match["epoch"].decode(),
        session_id=match["session"].decode(),
        window_id=match["window"].decode(),
        pane_id=match["pane"].decode(),
        **number,
        alternate=match["alternate"] == b"1",
        saved=(int(match["saved_x"]), int(match["saved_y"])),
        region=(int(match["top"]), int(match["bottom"])),
        visible=flags[0],
        insert=flags[1],
        cursor_keys=flags[2],
        keypad=flags[3],
        wrap=flags[4],
        origin=flags[5],
        mouse=tuple(mode for mode, on in zip(_MOUSE, flags[6:], strict=True) if on),
        bracketed=match["bracketed"] == b"1" if match["bracketed"] else None,
        cursor_style=_SHAPES.get(shape, 0) + (blinking == b"0" if shape in _SHAPES else 0),
        tabs=tuple(int(tab) for tab in match["tabs"].split(b",") if tab),
        updating=match["updating"] == b"1",
    )


_NUMBERS = ("index", "history", "limit", "cols", "rows", "x", "y")
