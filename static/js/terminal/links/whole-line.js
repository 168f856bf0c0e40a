/** A line of the terminal as xterm.js knows it: all the rows that it wraps over. Pure. */

// Longer lines are no lines of paths.
const ROWS_MAX = 10;

/** The text of the line that goes through row `y`, and where each of its UTF-16 units stands, from 1 as xterm.js counts. */
export function wholeLine(buffer, y) {
  let first = y;
  while (first > 0 && y - first < ROWS_MAX && buffer.getLine(first)?.isWrapped) first -= 1;
  const whole = { text: '', cells: [] };
  for (let row = first; row < first + ROWS_MAX; row += 1) {
    const line = buffer.getLine(row);
    if (!line || (row > first && !line.isWrapped)) break;
    addRow(whole, line, row);
  }
  return whole;
}

function addRow(whole, line, row) {
  for (let x = 0; x < line.length; x += 1) {
    const cell = line.getCell(x);
    if (cell.getWidth() === 0) continue; // the right half of a wide one
    const chars = cell.getChars() || ' ';
    whole.text += chars;
    for (let unit = 0; unit < chars.length; unit += 1) whole.cells.push({ x: x + 1, y: row + 1 });
  }
}
