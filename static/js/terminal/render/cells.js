/** Reads the screen from the buffer of xterm.js. Pure. */

/** @import { IBuffer, IBufferCell, IBufferLine } from '../../../vendor/xterm.mjs' */
/** @import { OpenTerminal } from '../screen.js' */

/** The text of the screen; a line that wraps is one line. @param {OpenTerminal} terminal */
export function textOf({ buffer: { active }, rows }) {
  /** @type {string[]} */
  const lines = [];
  for (let y = 0; y < rows; y += 1) {
    const line = /** @type {IBufferLine} */ (active.getLine(active.viewportY + y));
    const text = line.translateToString(!active.getLine(active.viewportY + y + 1)?.isWrapped);
    if (line.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
    else lines.push(text);
  }
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
}

/**
 * The characters of each cell of the screen, by row; empty for the right half of a wide one.
 * @param {{buffer: {active: IBuffer}, cols: number, rows: number}} size
 * @returns {string[][]}
 */
export function charactersOf({ buffer: { active }, cols, rows }) {
  const cell = active.getNullCell();
  return Array.from({ length: rows }, (_, y) => {
    const line = /** @type {IBufferLine} */ (active.getLine(active.viewportY + y));
    return Array.from({ length: cols }, (__, x) => {
      line.getCell(x, cell);
      return cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
    });
  });
}

/**
 * @typedef {object} Run neighbouring cells with the same style.
 * @property {import('../../wire/sgr.js').Style} style
 * @property {{at: number, text: string, cells: number}[]} characters each with its column and its width in
 *   cells.
 */

/**
 * The rows of the screen, without the blanks at their ends.
 * @param {{buffer: {active: IBuffer}, cols: number, rows: number}} size
 * @returns {Run[][]}
 */
export function rowsOf({ buffer: { active }, cols, rows }) {
  const cell = active.getNullCell();
  return Array.from({ length: rows }, (_, y) =>
    runsOf(/** @type {IBufferLine} */ (active.getLine(active.viewportY + y)), cols, cell),
  );
}

/** @param {IBufferLine} line @param {number} cols @param {IBufferCell} cell */
function runsOf(line, cols, cell) {
  /** @type {Run[]} */
  const runs = [];
  let before = '';
  for (let at = 0; at < cols; at += 1) {
    line.getCell(at, cell);
    const cells = cell.getWidth();
    if (cells === 0) continue; // the second half of a wide character
    const style = styleOf(cell);
    const now = JSON.stringify(style);
    if (now !== before) runs.push({ style, characters: [] });
    before = now;
    runs[runs.length - 1].characters.push({ at, text: cell.getChars() || ' ', cells });
  }
  return withoutBlanks(runs);
}

/** @param {Run[]} runs */
function withoutBlanks(runs) {
  for (;;) {
    const last = runs.at(-1);
    if (!last || !isBlank(last.style)) return runs;
    while (last.characters.at(-1)?.text === ' ') last.characters.pop();
    if (last.characters.length > 0) return runs;
    runs.pop();
  }
}

/**
 * Whether a blank with this style is invisible.
 * @param {Run['style']} style
 */
function isBlank({ bg, inverse, underline, strike }) {
  return bg === null && !inverse && !underline && !strike;
}

/** @param {IBufferCell} cell */
function styleOf(cell) {
  return {
    fg: colourOf(cell.getFgColor(), { rgb: cell.isFgRGB(), palette: cell.isFgPalette() }),
    bg: colourOf(cell.getBgColor(), { rgb: cell.isBgRGB(), palette: cell.isBgPalette() }),
    bold: Boolean(cell.isBold()),
    dim: Boolean(cell.isDim()),
    italic: Boolean(cell.isItalic()),
    underline: Boolean(cell.isUnderline()),
    strike: Boolean(cell.isStrikethrough()),
    inverse: Boolean(cell.isInverse()),
    hidden: Boolean(cell.isInvisible()),
  };
}

/** @param {number} colour @param {{rgb: boolean, palette: boolean}} options */
function colourOf(colour, { rgb, palette }) {
  if (rgb) return `#${colour.toString(16).padStart(6, '0')}`;
  return palette ? colour : null;
}
