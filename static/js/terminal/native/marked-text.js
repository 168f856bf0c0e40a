/** The text between two places of a terminal. Rows that wrapped are one line. Pure. */

/** @import { IBuffer } from '../../../vendor/xterm.mjs' */
/** @typedef {{line: number, x: number}} Place `line` counts from the top of the scrollback. */

/**
 * From a place up to another one, without blanks and empty lines at the end. A place above the scrollback
 * means its beginning.
 * @param {IBuffer} buffer
 * @param {Place} from
 * @param {Place} to
 */
export function textBetween(buffer, from, to) {
  const first = from.line < 0 ? { line: 0, x: 0 } : from;
  const lines = [''];
  for (let y = first.line; y <= Math.min(to.line, buffer.length - 1); y += 1) {
    const row = buffer.getLine(y);
    if (!row) continue;
    if (y > first.line && !row.isWrapped) lines.push('');
    const goesOn = y < to.line && buffer.getLine(y + 1)?.isWrapped === true;
    lines[lines.length - 1] += row.translateToString(
      !goesOn,
      y === first.line ? first.x : 0,
      y === to.line ? to.x : row.length,
    );
  }
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n+$/, '');
}

/**
 * From a place to the end of its line.
 * @param {IBuffer} buffer
 * @param {Place} from
 */
export function logicalLine(buffer, from) {
  let last = from.line;
  while (buffer.getLine(last + 1)?.isWrapped) last += 1;
  return textBetween(buffer, from, { line: last, x: buffer.getLine(last)?.length ?? 0 });
}
