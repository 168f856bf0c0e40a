"""The rows of history above a captured screen, read after it, while the pane goes on."""

from __future__ import annotations

from webmux.errors import BadField, TmuxError
from webmux.logs import get_logger
from webmux.mirror.capture import HISTORY_MAX_ROWS
from webmux.mirror.history import HistoryReader, Page, plain_text
from webmux.mirror.marks import Mark
from webmux.mirror.panes import PaneFacts, Place
from webmux.panes.snapshots.compose import DrawnRows
from webmux.panes.snapshots.screen_capture import ScreenCapture
from webmux.panes.snapshots.terminal_state import TerminalState
from webmux.tmux.control.client import Link

log = get_logger(__name__)


class PaneHistory:
    """Reads rows by their place above or below a captured screen, wherever output has moved them since.

    The last rows above that screen, which the capture has itself, find the others.
    """

    def __init__(self, link: Link, version: str) -> None:
        self._link = link
        self._version = version

    def above(self, capture: ScreenCapture, count: int) -> DrawnRows:
        """The last `count` rows above the screen; fewer if the pane has no more of them.

        If they are gone, because the history was cleared, only those of the capture are returned.

        Switches: yes. Cost: about 3 ms of tmux for 500 rows, in questions of that size.
        """
        state = capture.state
        last = DrawnRows.of(capture.rows, state.cols).part(0, capture.above)
        count = min(count, state.history)
        if count <= capture.above:
            return last.part(capture.above - count)
        first, end = state.history - count, state.history - capture.above
        mark = _mark(capture)
        return last if mark is None else self._read(state, mark, first, end) + last

    def row(self, capture: ScreenCapture, y: int) -> bytes | None:
        """The row that was, or would have been, at `y` of the screen; None if it cannot be found.

        Switches: yes. Cost: two questions of 0.1 ms.
        """
        state = capture.state
        mark = _mark(capture)
        if mark is None and state.history:
            return None
        rows = self._read(state, mark or "", state.history + y, state.history + y + 1).rows
        return rows[0] if rows else None

    def _read(self, state: TerminalState, mark: str, first: int, end: int) -> DrawnRows:
        """The rows from `first` up to `end`, by their numbers at the time of the mark; none if not all."""
        reader = HistoryReader(self._link, self._version, Place(epoch=state.epoch))
        found = DrawnRows()
        row = first
        try:
            while row < end:
                page = reader.page(state.pane_id, row, min(HISTORY_MAX_ROWS, end - row), mark)
                if page.moved is None or not page.rows:
                    return DrawnRows()
                if page.row + page.moved > row:  # tmux has dropped the oldest rows
                    found, row = DrawnRows(), page.row + page.moved
                drawn = _drawn(page).part(0, max(0, end - row))
                found, row = found + drawn, row + len(page.rows)
        except (TmuxError, BadField) as error:
            log.info("history of a pane", pane=state.pane_id, error=error.message)
            return DrawnRows()
        return found


def _drawn(page: Page) -> DrawnRows:
    wraps = frozenset(page.wraps)
    return DrawnRows(page.rows, tuple(place in wraps for place in range(len(page.rows))))


def _mark(capture: ScreenCapture) -> str | None:
    """Identifies the rows above a captured screen; None if there are none."""
    plain = [plain_text(row) for row in capture.rows.styled[: capture.above]]
    mark = Mark.of(_facts(capture.state), capture.state.history - capture.above, plain)
    return None if mark is None else str(mark)


def _facts(state: TerminalState) -> PaneFacts:
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
