/**
 * The line that goes through a row of the screen, where tmux draws several panes beside each other: xterm.js knows whole rows only,
 * and nothing of lines that wrap in a pane. The server knows which rows of a pane go on in the next.
 */
import { wholeLine } from '../links/whole-line.js';

// Longer lines are no lines of addresses.
const ROWS_MAX = 20;
const FRESH_MS = 1_000;
const SGR = /\x1b(?:\[[0-9;:]*m|\][^\x07\x1b]*(?:\x07|\x1b\\))/g; // eslint-disable-line no-control-regex

/** @typedef {{text: string, cells: {x: number, y: number}[], split?: boolean}} Line its text, and where each UTF-16 unit stands, from 1. */

export class PaneLines {
  #terminal;
  #panes;
  #rowsOf;
  #known = new Map();

  /**
   * @param {object} terminal
   * @param {() => {panes: import('../../lib/pane-layout.js').Pane[], rows: number}|null} panes of the window on show and its rows; null
   *   where xterm.js itself knows the lines.
   * @param {(pane: object) => Promise<{rows: string[], wraps: number[]}>} rowsOf the screen of a pane, as the command `history` gives it.
   */
  constructor(terminal, { panes, rowsOf }) {
    this.#terminal = terminal;
    this.#panes = panes;
    this.#rowsOf = rowsOf;
  }

  /** The lines through row `y` (from 0), one for each pane there. @returns {Promise<Line[]>} */
  async through(y) {
    const buffer = this.#terminal.buffer.active;
    const shown = this.#panes();
    if (shown === null) return [wholeLine(buffer, y)];
    const top = buffer.viewportY;
    // tmux's status line is below the window, or above it.
    const offsets = [...new Set([0, this.#terminal.rows - shown.rows])];
    const found = offsets.flatMap((offset) =>
      shown.panes.map((pane) => ({ pane, first: top + offset + pane.top })),
    );
    const there = found.filter(({ pane, first }) => y >= first && y < first + pane.rows);
    const lines = await Promise.all(there.map(({ pane, first }) => this.#line(buffer, pane, first, y)));
    return lines.filter(
      (line, at) =>
        line !== null &&
        there.findIndex(({ pane }, other) => pane === there[at].pane && lines[other] !== null) === at,
    );
  }

  /** @returns {Promise<Line|null>} null where the pane is not at that place after all. */
  async #line(buffer, pane, first, y) {
    const row = (at) => paneRow(buffer, pane, first + at);
    const at = y - first;
    const [own, above] = [row(at), at > 0 ? row(at - 1) : null];
    if (!own.full && !above?.full) return own;
    const { rows, wraps } = await this.#fresh(pane);
    if (rows[at] === undefined || plain(rows[at]) !== own.text.trimEnd())
      return rows.length === 0 ? own : null;
    return joined(row, at, rows.length, new Set(wraps));
  }

  async #fresh(pane) {
    const known = this.#known.get(pane.id);
    if (known && performance.now() - known.at < FRESH_MS) return known.rows;
    const rows = this.#rowsOf(pane).catch(() => ({ rows: [], wraps: [] }));
    this.#known.set(pane.id, { at: performance.now(), rows });
    return rows;
  }
}

/** The row at this place of a pane with those that it goes on from and in; `goesOn` has the places of rows that go on in the next. */
function joined(row, at, count, goesOn) {
  let begin = at;
  while (begin > 0 && at - begin < ROWS_MAX && goesOn.has(begin - 1)) begin -= 1;
  const line = { text: '', cells: [], split: true };
  for (let next = begin; next < count && next - begin < ROWS_MAX; next += 1) {
    const part = row(next);
    line.text += part.text;
    line.cells.push(...part.cells);
    if (!goesOn.has(next)) break;
  }
  return line;
}

/** What of a part of a line is a link in a row (from 1): in a split the cells of that row alone, for another pane stands beside. */
export function rangeOf({ cells, split }, start, end, row) {
  const own = split ? cells.slice(start, end).filter(({ y }) => y === row) : [cells[start], cells[end - 1]];
  return own.length > 0 ? { start: own[0], end: own.at(-1) } : null;
}

/** What stands in the columns of a pane in a row of the buffer; `full` where its last cell has something in it. */
function paneRow(buffer, { left, cols }, y) {
  const line = buffer.getLine(y);
  const row = { text: '', cells: [], full: false, split: true };
  for (let x = left; line && x < Math.min(left + cols, line.length); x += 1) {
    const cell = line.getCell(x);
    if (cell.getWidth() === 0) continue;
    const chars = cell.getChars() || ' ';
    row.text += chars;
    for (let unit = 0; unit < chars.length; unit += 1) row.cells.push({ x: x + 1, y: y + 1 });
    row.full = x + cell.getWidth() === left + cols && chars !== ' ';
  }
  return row;
}

function plain(row) {
  return row.replace(SGR, '').trimEnd();
}
