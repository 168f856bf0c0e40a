/** Turns the style of a run of text into CSS, for rows that are drawn outside of the terminal. */
import { hexOf, legible } from '../../lib/colour.js';

/** @import { Style } from '../../wire/sgr.js' */
/** @import { Palette } from './palettes.js' */
/** @typedef {{palette: Palette, contrast: number, fontFamily?: string, fontSize?: number}} Appearance */

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const CUBE = [0, 95, 135, 175, 215, 255];
const STEPS = 10;
const CACHED_MAX = 4096;

/**
 * @param {Style} style
 * @param {Appearance} appearance of the terminal.
 * @returns {Record<string, string>} CSS properties; none for plain text.
 */
export function cssOf(style, { palette, contrast }) {
  const [ink, paper] = inkAndPaper(style, palette);
  /** @type {Record<string, string>} */
  const css = {};
  if (paper !== palette.background) css.backgroundColor = paper;
  const colour = style.hidden ? paper : readable(ink, paper, contrast);
  if (colour !== palette.foreground) css.color = colour;
  if (style.bold) css.fontWeight = 'bold';
  if (style.italic) css.fontStyle = 'italic';
  if (style.dim) css.opacity = '0.6';
  const lines = [style.underline && 'underline', style.strike && 'line-through'].filter(Boolean);
  if (lines.length > 0) css.textDecoration = lines.join(' ');
  return css;
}

/** @param {Style} style @param {Palette} palette */
function inkAndPaper({ fg, bg, inverse }, palette) {
  const front = fg === null ? palette.foreground : colourOf(fg, palette);
  const back = bg === null ? palette.background : colourOf(bg, palette);
  return inverse ? [back, front] : [front, back];
}

/** A palette index or `#rrggbb` as `#rrggbb`. @param {number|string} colour @param {Palette} palette */
function colourOf(colour, palette) {
  if (typeof colour === 'string') return colour;
  if (colour < 8) return palette[NAMES[colour]];
  if (colour < 16) return palette[`bright${NAMES[colour - 8][0].toUpperCase()}${NAMES[colour - 8].slice(1)}`];
  if (colour >= 232) return hexOf(Array(3).fill(8 + 10 * (colour - 232)));
  const cube = colour - 16;
  return hexOf([CUBE[Math.floor(cube / 36)], CUBE[Math.floor(cube / 6) % 6], CUBE[cube % 6]]);
}

/** @type {Map<string, string>} */
const cached = new Map();

/**
 * As `legible`, with a cache: rows have few colours.
 * @param {string} ink
 * @param {string} paper
 * @param {number} least
 */
function readable(ink, paper, least) {
  const key = `${ink}${paper}${least}`;
  const known = cached.get(key);
  if (known !== undefined) return known;
  if (cached.size > CACHED_MAX) cached.clear();
  const colour = legible(ink, [paper], least, STEPS);
  cached.set(key, colour);
  return colour;
}
