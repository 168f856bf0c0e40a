"""Replies of the commands that read panes: their list, pages of rows, and rows that match a query."""

from __future__ import annotations

from typing import Any

from webmux.errors import BadField
from webmux.live import Live
from webmux.mirror.capture import HISTORY_MAX_ROWS
from webmux.mirror.history import Page
from webmux.mirror.history_search import find, read_query
from webmux.mirror.panes import PaneFacts, Place, is_transcript

ROW_MAX = 2**31 - 1
MARK_MAX_CHARS = 64
LINES_MAX_BYTES = 1024 * 1024
"""Of a page: a row may have many colours, and keys of the user wait behind the reply."""


def panes_reply(live: Live, place: Place) -> dict[str, Any]:
    """The panes of a place, those of the current window first."""
    reader = live.reader(place)
    panes = sorted(reader.panes(), key=lambda pane: not pane.current)
    commands = reader.commands()
    return {"panes": [{**pane_fields(pane), "command": commands.get(pane.id, "")} for pane in panes]}


def screen_reply(live: Live, place: Place) -> dict[str, Any]:
    """What the active pane shows: whether it is the alternate screen, and tmux's mode over it."""
    alternate, mode = live.tmux.screen_of(place.target)
    return {"alternate": alternate, "mode": mode}


def page_reply(live: Live, place: Place, args: dict[str, Any]) -> dict[str, Any]:
    """`history` by row numbers, or with `first` by the distance from the screen; see docs/protocol.md.

    Raises:
        BadField: an argument is wrong.
        TmuxError: as `HistoryReader.page`.
    """
    if "first" in args:
        return _rows_above(live, place, args)
    row = _number(args, "row", 0, ROW_MAX)
    count = _number(args, "count", 0, HISTORY_MAX_ROWS)
    with live.captures:
        page = live.reader(place).page(
            _text(args, "pane"),
            row,
            HISTORY_MAX_ROWS if count is None else count,
            _text(args, "mark") or "",
        )
    return {**pane_fields(page.pane), **_rows(page)}


def _rows_above(live: Live, place: Place, args: dict[str, Any]) -> dict[str, Any]:
    first, count = _number(args, "first", 1, ROW_MAX), _number(args, "count", 1, HISTORY_MAX_ROWS)
    if first is None or count is None:
        raise BadField("first" if first is None else "count", "is missing", code="bad_range")
    rows = live.history(place.target, first, count)
    return {"first": first, "rows": [row.decode("utf-8", "replace") for row in rows]}


def find_reply(live: Live, place: Place, args: dict[str, Any]) -> dict[str, Any]:
    """`history-find`: matches above a row, and the row at which the next search continues.

    Raises:
        BadField: an argument, or the regular expression, is wrong.
        TmuxError: as `HistoryReader.text`.
    """
    query = read_query(args.get("q"), case=args.get("case"), regex=args.get("regex"))
    pane_id = _text(args, "pane")
    row = _number(args, "row", 1, ROW_MAX)
    if pane_id is None or row is None:
        raise BadField("pane" if pane_id is None else "row", "is missing")
    reader, mark = live.reader(place), _text(args, "mark")
    moved = 0
    if mark:
        with live.captures:
            now = reader.page(pane_id, None, 0, mark)
        if now.moved is None:
            return {**pane_fields(now.pane), "matches": [], "next": 0, "moved": None}
        moved = now.moved
    facts, rest, matches = find(reader, query, pane_id, row - moved, live.captures)
    found = [{"row": match.row, "parts": [list(part) for part in match.parts]} for match in matches]
    return {**pane_fields(facts), "matches": found, "next": rest, "moved": moved}


def pane_fields(pane: PaneFacts) -> dict[str, Any]:
    """A pane as the contract writes it; `size` counts all rows, of which `history` are above the screen."""
    return {
        "pane": pane.id,
        "window": pane.window_id,
        "index": pane.index,
        "current": pane.current,
        "active": pane.active,
        "cols": pane.cols,
        "size": pane.size,
        "history": pane.history,
        "cursor": {"x": pane.cursor[0], "y": pane.cursor[1]},
        **({"reconstructed": True} if is_transcript(pane.id) else {}),
    }


def _rows(page: Page) -> dict[str, Any]:
    rows: list[str] = []
    room = LINES_MAX_BYTES
    for row in page.rows:
        room -= len(row)
        if room < 0 and rows:
            break
        rows.append(row.decode("utf-8", "replace"))
    wraps = [place for place in page.wraps if place < len(rows)]
    gaps = [place for place in page.gaps if place < len(rows)]
    found = {"row": page.row, "rows": rows, "wraps": wraps, "mark": page.mark, "moved": page.moved}
    return {**found, "gaps": gaps} if gaps else found


def _number(args: dict[str, Any], field: str, least: int, most: int) -> int | None:
    value = args.get(field)
    if value is None:
        return None
    if type(value) is not int or not least <= value <= most:
        raise BadField(field, f"must be {least} to {most}", code="bad_range")
    return value


def _text(args: dict[str, Any], field: str) -> str | None:
    value = args.get(field)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > MARK_MAX_CHARS:
        raise BadField(field, f"must be a text of at most {MARK_MAX_CHARS} characters")
    return value
