/** Rows of a preview: text with its colours as escape sequences, taken apart into runs of one look each. Pure. */
import { currentWidths } from '../lib/widths.js';

/**
 * @typedef {object} Look
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
// eslint-disable-next-line no-control-regex -- escape sequences are what it looks for
const TOKEN = /\x1b\[([0-9;:]*)([mG])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[^\x1b]+|\x1b/gu;
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
 * @returns {{at: number, text: string, cells: number, look: Look}[]} `at` is the column a run begins in.
 */
export function runsOf(row) {
  const runs = [];
  let look = PLAIN;
  let at = 0;
  for (const [token, numbers, final] of row.matchAll(TOKEN)) {
    if (final === 'm') look = applied(look, numbers);
    if (final === 'G') at = Math.max(1, Number(numbers)) - 1; // where the next pane of a split begins
    if (token.startsWith('\x1b')) continue;
    const cells = cellsOf(token);
    runs.push({ at, text: token, cells, look });
    at += cells;
  }
  return runs;
}

/** How many columns a text takes in tmux. */
export function cellsOf(text) {
  return currentWidths().columns(text);
}

function applied(before, numbers) {
  let look = { ...before };
  // Underlines of other kinds have a number of their own behind a colon.
  const left = numbers
    .replace(/(^|;)4:(\d)/g, (_, ahead, kind) => ahead + (kind === '0' ? '24' : '4'))
    .split(/[;:]/)
    .map(Number);
  while (left.length > 0) {
    const number = left.shift();
    if (number === 0) look = { ...PLAIN };
    else if (number === 38) look.fg = colour(left);
    else if (number === 48) look.bg = colour(left);
    else if (number === 58) colour(left);
    else if (number in FLAGS) Object.assign(look, FLAGS[number]);
    else Object.assign(look, indexed(number));
  }
  return look;
}

function indexed(number) {
  if (number >= 30 && number <= 37) return { fg: number - 30 };
  if (number >= 40 && number <= 47) return { bg: number - 40 };
  if (number >= 90 && number <= 97) return { fg: number - 82 };
  if (number >= 100 && number <= 107) return { bg: number - 92 };
  return {};
}

/** Takes what belongs to 38 or 48 from the front of `left`. */
function colour(left) {
  const kind = left.shift();
  if (kind === 5) return left.shift() ?? null;
  if (kind !== 2) return null;
  const [red = 0, green = 0, blue = 0] = left.splice(0, 3);
  return `#${[red, green, blue].map((part) => (part & 255).toString(16).padStart(2, '0')).join('')}`;
}
