"""The rows of history above a captured screen, read after it, while the pane goes on."""

from __future__ import annotations

from webmux.errors import BadField, TmuxError
from webmux.logs import get_logger
from webmux.mirror.capture import HISTORY_MAX_ROWS
from webmux.mirror.history import HistoryReader, plain_text
from webmux.mirror.marks import Mark
from webmux.mirror.panes import PaneFacts, Place
from webmux.panes.compose import DrawnRows
from webmux.panes.pane_state import PaneState
from webmux.panes.screen_capture import ScreenCapture
from webmux.tmux.control.client import Link

log = get_logger(__name__)


def history_above(link: Link, version: str, capture: ScreenCapture, count: int) -> DrawnRows:
    """The last `count` rows above the screen of a capture; fewer if the pane has no more of them.

    The capture has the last few itself. They find the others, wherever output has moved them since. If they
    are gone, because the history was cleared, only those few are returned.

    Switches: yes. Cost: about 3 ms of tmux for 500 rows, in questions of that size.
    """
    state = capture.state
    last = DrawnRows.of(capture.rows, state.cols).part(0, capture.above)
    count = min(count, state.history)
    if count <= capture.above:
        return last.part(capture.above - count)
    first, end = state.history - count, state.history - capture.above
    plain = [plain_text(row) for row in capture.rows.styled[: capture.above]]
    mark = Mark.of(_facts(state), end, plain)
    if mark is None:
        return last
    reader = HistoryReader(link, version, Place(epoch=state.epoch))
    try:
        return _read(reader, state.pane_id, str(mark), first, end) + last
    except (TmuxError, BadField) as error:
        log.info("history of a pane", pane=state.pane_id, error=error.message)
        return last


def _read(reader: HistoryReader, pane_id: str, mark: str, first: int, end: int) -> DrawnRows:
    """The rows from `first` up to `end`, by their numbers at the time of the mark; none if they are gone."""
    found = DrawnRows()
    row = first
    while row < end:
        page = reader.page(pane_id, row, min(HISTORY_MAX_ROWS, end - row), mark)
        if page.moved is None:
            return DrawnRows()
        if page.row + page.moved > row:  # tmux has dropped the oldest rows
            found, row = DrawnRows(), page.row + page.moved
        wraps = frozenset(page.wraps)
        drawn = DrawnRows(page.rows, tuple(place in wraps for place in range(len(page.rows))))
        drawn = drawn.part(0, max(0, end - row))
        if not drawn.rows:
            return DrawnRows() if row < end else found
        found, row = found + drawn, row + len(drawn.rows)
    return found


def _facts(state: PaneState) -> PaneFacts:
    return PaneFacts(
        epoch=state.epoch,
        session_id=state.session_id,
        window_id=state.window_id,
        id=state.pane_id,
        current=True,
        active=True,
        index=state.index,
        history=state.history,
        limit=state.limit,
        cols=state.cols,
        rows=state.rows,
        cursor=(state.x, state.y),
    )
