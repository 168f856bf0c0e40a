/** Splits the rows of a capture, text with SGR escape sequences, into runs of one style. Pure. */
import { hexOf } from '../lib/colour.js';
import { currentWidths } from '../lib/widths.js';

/**
 * @typedef {object} Style
 * @property {number|string|null} fg a palette index, `#rrggbb`, or null for the default.
 * @property {number|string|null} bg as `fg`.
 * @property {boolean} bold
 * @property {boolean} dim
 * @property {boolean} italic
 * @property {boolean} underline
 * @property {boolean} strike
 * @property {boolean} inverse
 * @property {boolean} hidden
 */

/**
 * @typedef {{at: number, text: string, cells: number, style: Style}} Run `at` is the column where it begins.
 */

/** @type {Readonly<Style>} */
const PLAIN = Object.freeze({
  fg: null,
  bg: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  strike: false,
  inverse: false,
  hidden: false,
});
// eslint-disable-next-line no-control-regex -- it searches for escape sequences
const TOKEN = /\x1b\[([0-9;:]*)([mG])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[^\x1b]+|\x1b/gu;
/** @type {Record<number, Partial<Style>>} */
const FLAGS = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  8: { hidden: true },
  9: { strike: true },
  21: { underline: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  28: { hidden: false },
  29: { strike: false },
  39: { fg: null },
  49: { bg: null },
};

/**
 * @param {string} row that begins with default attributes.
 * @returns {Run[]}
 */
export function runsOf(row) {
  /** @type {Run[]} */
  const runs = [];
  /** @type {Style} */
  let style = PLAIN;
  let at = 0;
  for (const [token, numbers, final] of row.matchAll(TOKEN)) {
    if (final === 'm') style = applied(style, numbers);
    if (final === 'G') at = Math.max(1, Number(numbers)) - 1; // the next pane of a split
    if (token.startsWith('\x1b')) continue;
    const cells = cellsOf(token);
    runs.push({ at, text: token, cells, style });
    at += cells;
  }
  return runs;
}

/** The columns of a text in tmux. @param {string} text */
export function cellsOf(text) {
  return currentWidths().columns(text);
}

/** @param {Style} before @param {string} numbers */
function applied(before, numbers) {
  let style = { ...before };
  // Other kinds of underline have a second number after a colon.
  const left = numbers
    .replace(/(^|;)4:(\d)/g, (_, ahead, kind) => ahead + (kind === '0' ? '24' : '4'))
    .split(/[;:]/)
    .map(Number);
  while (left.length > 0) {
    const number = left.shift() ?? 0;
    if (number === 0) style = { ...PLAIN };
    else if (number === 38) style.fg = colour(left);
    else if (number === 48) style.bg = colour(left);
    else if (number === 58) colour(left);
    else if (number in FLAGS) Object.assign(style, FLAGS[number]);
    else Object.assign(style, indexed(number));
  }
  return style;
}

/** @param {number} number */
function indexed(number) {
  if (number >= 30 && number <= 37) return { fg: number - 30 };
  if (number >= 40 && number <= 47) return { bg: number - 40 };
  if (number >= 90 && number <= 97) return { fg: number - 82 };
  if (number >= 100 && number <= 107) return { bg: number - 92 };
  return {};
}

/** Removes the arguments of 38 or 48 from the front of `left`. @param {number[]} left */
function colour(left) {
  const kind = left.shift();
  if (kind === 5) return left.shift() ?? null;
  if (kind !== 2) return null;
  const [red = 0, green = 0, blue = 0] = left.splice(0, 3);
  return hexOf([red, green, blue].map((part) => part & 255));
}
