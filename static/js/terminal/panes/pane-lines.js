/**
 * Lines of a screen where tmux draws several panes side by side. xterm.js knows only whole rows, not lines
 * that wrap in a
 * pane; the server knows which rows of a pane continue in the next one.
 */
import { wholeLine } from '../links/whole-line.js';

/** @import { IBuffer } from '../../../vendor/xterm.mjs' */

// Addresses and paths are on shorter lines.
const ROWS_MAX = 20;
const FRESH_MS = 1_000;
const SGR = /\x1b(?:\[[0-9;:]*m|\][^\x07\x1b]*(?:\x07|\x1b\\))/g; // eslint-disable-line no-control-regex

/** @import { Pane } from '../../lib/pane-layout.js' */
/** @import { OpenTerminal } from '../screen.js' */
/**
 * @typedef {{x: number, y: number}} Cell from 1.
 * @typedef {{text: string, cells: Cell[], split?: boolean}} Line a text with the cell of each UTF-16 unit;
 *   `split` if
 *   other panes are next to it.
 * @typedef {Line & {full: boolean}} PaneRow whether its last cell is not blank.
 * @typedef {{rows: string[], wraps: number[]}} PaneText as the command `history` gives it.
 *
 * @typedef {object} PaneSource
 * @property {() => {panes: Pane[], rows: number}|null} panes of the shown window; null if xterm.js knows the
 *   lines.
 * @property {(pane: Pane) => Promise<PaneText>} rowsOf the screen of a pane.
 */

export class PaneLines {
  #terminal;
  #panes;
  #rowsOf;
  /** @type {Map<string, {at: number, rows: Promise<PaneText>}>} */
  #known = new Map();

  /** @param {OpenTerminal} terminal @param {PaneSource} source */
  constructor(terminal, { panes, rowsOf }) {
    this.#terminal = terminal;
    this.#panes = panes;
    this.#rowsOf = rowsOf;
  }

  /**
   * The lines through row `y` (from 0), one for each pane there.
   * @param {number} y
   * @returns {Promise<Line[]>}
   */
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
    const ofPanes = lines.filter(
      (line, at) =>
        line !== null &&
        there.findIndex(({ pane }, other) => pane === there[at].pane && lines[other] !== null) === at,
    );
    return /** @type {Line[]} */ (ofPanes);
  }

  /**
   * @param {IBuffer} buffer
   * @param {Pane} pane
   * @param {number} first
   * @param {number} y
   * @returns {Promise<Line|null>} null if the pane is not at that place.
   */
  async #line(buffer, pane, first, y) {
    /** @param {number} at */
    const row = (/** @type {number} */ at) => paneRow(buffer, pane, first + at);
    const at = y - first;
    const [own, above] = [row(at), at > 0 ? row(at - 1) : null];
    if (!own.full && !above?.full) return own;
    const { rows, wraps } = await this.#fresh(pane);
    if (rows[at] === undefined || plain(rows[at]) !== own.text.trimEnd())
      return rows.length === 0 ? own : null;
    return joined(row, at, rows.length, new Set(wraps));
  }

  /** @param {Pane} pane */
  async #fresh(pane) {
    const known = this.#known.get(pane.id);
    if (known && performance.now() - known.at < FRESH_MS) return known.rows;
    const rows = this.#rowsOf(pane).catch(() => ({ rows: [], wraps: [] }));
    this.#known.set(pane.id, { at: performance.now(), rows });
    return rows;
  }
}

/**
 * A row of a pane joined with the rows that it continues, and that continue it. `wraps` has the rows that
 * continue.
 * @param {(at: number) => Line} row
 * @param {number} at
 * @param {number} count
 * @param {Set<number>} wraps
 */
function joined(row, at, count, wraps) {
  let begin = at;
  while (begin > 0 && at - begin < ROWS_MAX && wraps.has(begin - 1)) begin -= 1;
  /** @type {Line} */
  const line = { text: '', cells: [], split: true };
  for (let next = begin; next < count && next - begin < ROWS_MAX; next += 1) {
    const part = row(next);
    line.text += part.text;
    line.cells.push(...part.cells);
    if (!wraps.has(next)) break;
  }
  return line;
}

/**
 * The cells of a link in a row (from 1). In a split window only those of that row, because another pane is
 * next to it.
 * @param {Line} line
 * @param {number} start
 * @param {number} end
 * @param {number} row
 */
export function rangeOf({ cells, split }, start, end, row) {
  const own = split ? cells.slice(start, end).filter(({ y }) => y === row) : [cells[start], cells[end - 1]];
  return own.length > 0 ? { start: own[0], end: own[own.length - 1] } : null;
}

/**
 * The part of a row of the buffer in the columns of a pane.
 * @param {IBuffer} buffer
 * @param {{left: number, cols: number}} size
 * @param {number} y
 */
function paneRow(buffer, { left, cols }, y) {
  const line = buffer.getLine(y);
  /** @type {PaneRow} */
  const row = { text: '', cells: [], full: false, split: true };
  for (let x = left; line && x < Math.min(left + cols, line.length); x += 1) {
    const cell = line.getCell(x);
    if (!cell || cell.getWidth() === 0) continue;
    const chars = cell.getChars() || ' ';
    row.text += chars;
    for (let unit = 0; unit < chars.length; unit += 1) row.cells.push({ x: x + 1, y: y + 1 });
    row.full = x + cell.getWidth() === left + cols && chars !== ' ';
  }
  return row;
}

/** @param {string} row */
function plain(row) {
  return row.replace(SGR, '').trimEnd();
}
