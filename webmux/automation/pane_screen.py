"""Reads the screen of a pane, and what scrolled off it, as plain text."""

from __future__ import annotations

from typing import Any

from webmux.automation.pane_now import PaneNow, listing, pane_error, parse
from webmux.errors import TmuxError
from webmux.mirror.captures import Captures
from webmux.mirror.panes import Place
from webmux.tmux.server import Tmux

LINES_MAX = 2000


def read_screen(tmux: Tmux, place: Place, pane_id: str, lines: int | None = None) -> dict[str, Any]:
    """A pane of a place as text without colours: its screen, or the last `lines` of history and screen.

    With `lines`, empty rows at the end do not count.

    Raises:
        PaneNotFound, NoTmux, TmuxError: see `pane_now.pane_now`.

    Switches: yes. Cost: one question, 0.2 ms of tmux for a screen.
    """
    pane, rows = capture_rows(tmux, place, pane_id, lines or 0)
    if lines is not None:
        while rows and not rows[-1]:
            rows.pop()
        rows = rows[-lines:]
    return {**fields_of(pane), "text": "\n".join(rows)}


def capture_rows(
    tmux: Tmux, place: Place, pane_id: str, lines: int = 0, *, joined: bool = False
) -> tuple[PaneNow, list[str]]:
    """A pane and the rows of its screen; with `lines`, also that many rows above it.

    `joined` joins the rows of a line that tmux wrapped.

    Raises and switches as `read_screen`.
    """
    form = Captures(tmux.version())
    above = ("-S", f"-{min(lines, LINES_MAX)}") if lines else ()
    commands = form.commands(pane_id, above, flags="J" if joined else "N")
    results = tmux.link.run_each([[listing(place, pane_id)], commands])
    for result in results:
        if isinstance(result, TmuxError):
            raise pane_error(result, pane_id) from result
    listed, printed = (result for result in results if isinstance(result, bytes))
    pane = parse(listed.decode("utf-8", "replace"), pane_id, place)
    block = printed.split(b"\n")[:-1]
    [rows] = form.texts([block] if len(commands) == 1 else [[], block, []])
    return pane, [row.decode("utf-8", "replace").rstrip(" ") for row in rows]


def fields_of(pane: PaneNow) -> dict[str, Any]:
    """A pane as the API sends it."""
    return {
        "epoch": pane.epoch,
        "session_id": pane.session_id,
        "window_id": pane.window_id,
        "pane_id": pane.id,
        "cols": pane.cols,
        "rows": pane.rows,
        "cursor": {"x": pane.cursor[0], "y": pane.cursor[1], "visible": pane.cursor_visible},
        "alternate": pane.alternate,
        "mode": pane.mode,
        "dead": pane.dead,
        "history": pane.history,
    }
