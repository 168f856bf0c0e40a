/** What a terminal shows, read from xterm.js's buffer. Pure. */

/** The text of the screen; what only was too long for a row is one line. @param {import('../../../vendor/xterm.mjs').Terminal} terminal */
export function textOf({ buffer: { active }, rows }) {
  const lines = [];
  for (let y = 0; y < rows; y += 1) {
    const line = active.getLine(active.viewportY + y);
    const text = line.translateToString(!active.getLine(active.viewportY + y + 1)?.isWrapped);
    if (line.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
    else lines.push(text);
  }
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
}

/** The characters of each cell of the screen, by row; empty for the right half of a wide one. @returns {string[][]} */
export function charactersOf({ buffer: { active }, cols, rows }) {
  const cell = active.getNullCell();
  return Array.from({ length: rows }, (_, y) => {
    const line = active.getLine(active.viewportY + y);
    return Array.from({ length: cols }, (__, x) => {
      line.getCell(x, cell);
      return cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
    });
  });
}

/**
 * @typedef {object} Run cells side by side that style the same.
 * @property {import('../../wire/sgr.js').Style} style
 * @property {{at: number, text: string, cells: number}[]} characters each with its column and how many it takes.
 */

/** The rows of the screen, without the blanks at their ends. @returns {Run[][]} */
export function rowsOf({ buffer: { active }, cols, rows }) {
  const cell = active.getNullCell();
  return Array.from({ length: rows }, (_, y) => runsOf(active.getLine(active.viewportY + y), cols, cell));
}

function runsOf(line, cols, cell) {
  const runs = [];
  let before = '';
  for (let at = 0; at < cols; at += 1) {
    line.getCell(at, cell);
    const cells = cell.getWidth();
    if (cells === 0) continue; // the second half of the one before
    const style = styleOf(cell);
    const now = JSON.stringify(style);
    if (now !== before) runs.push({ style, characters: [] });
    before = now;
    runs.at(-1).characters.push({ at, text: cell.getChars() || ' ', cells });
  }
  return withoutBlanks(runs);
}

function withoutBlanks(runs) {
  for (;;) {
    const last = runs.at(-1);
    if (!last || !isBlank(last.style)) return runs;
    while (last.characters.at(-1)?.text === ' ') last.characters.pop();
    if (last.characters.length > 0) return runs;
    runs.pop();
  }
}

/** Whether nothing is seen of a blank that looks so. */
function isBlank({ bg, inverse, underline, strike }) {
  return bg === null && !inverse && !underline && !strike;
}

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

function colourOf(colour, { rgb, palette }) {
  if (rgb) return `#${colour.toString(16).padStart(6, '0')}`;
  return palette ? colour : null;
}
