/** A line of the terminal as xterm.js knows it, with all rows that it wraps over. Pure. */

/** @import { IBuffer, IBufferLine } from '../../../vendor/xterm.mjs' */
/** @import { Line } from '../panes/pane-lines.js' */

// Paths and addresses are on shorter lines.
const ROWS_MAX = 10;

/**
 * The line through row `y`; its cells count from 1, as in xterm.js.
 * @param {IBuffer} buffer
 * @param {number} y
 */
export function wholeLine(buffer, y) {
  let first = y;
  while (first > 0 && y - first < ROWS_MAX && buffer.getLine(first)?.isWrapped) first -= 1;
  /** @type {Line} */
  const whole = { text: '', cells: [] };
  for (let row = first; row < first + ROWS_MAX; row += 1) {
    const line = buffer.getLine(row);
    if (!line || (row > first && !line.isWrapped)) break;
    addRow(whole, line, row);
  }
  return whole;
}

/** @param {Line} whole @param {IBufferLine} line @param {number} row */
function addRow(whole, line, row) {
  for (let x = 0; x < line.length; x += 1) {
    const cell = line.getCell(x);
    if (!cell || cell.getWidth() === 0) continue; // the right half of a wide character
    const chars = cell.getChars() || ' ';
    whole.text += chars;
    for (let unit = 0; unit < chars.length; unit += 1) whole.cells.push({ x: x + 1, y: row + 1 });
  }
}
