/** How a run of a row looks, as a style: the terminal's colours outside of it. */
import { contrast } from '../../lib/colour.js';

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const CUBE = [0, 95, 135, 175, 215, 255];
const STEPS = 10;

/**
 * @param {import('../../wire/sgr.js').Look} look
 * @param {{palette: object, contrast: number}} looks of the terminal.
 * @returns {Record<string, string>} properties of a style; none for what looks as usual.
 */
export function styleOf(look, { palette, contrast: least }) {
  const [ink, paper] = inkAndPaper(look, palette);
  const style = {};
  if (paper !== palette.background) style.backgroundColor = paper;
  const read = look.hidden ? paper : legible(ink, paper, least);
  if (read !== palette.foreground) style.color = read;
  if (look.bold) style.fontWeight = 'bold';
  if (look.italic) style.fontStyle = 'italic';
  if (look.dim) style.opacity = '0.6';
  const lines = [look.underline && 'underline', look.strike && 'line-through'].filter(Boolean);
  if (lines.length > 0) style.textDecoration = lines.join(' ');
  return style;
}

function inkAndPaper({ fg, bg, inverse }, palette) {
  const front = fg === null ? palette.foreground : colourOf(fg, palette);
  const back = bg === null ? palette.background : colourOf(bg, palette);
  return inverse ? [back, front] : [front, back];
}

/** A palette index or `#rrggbb` as `#rrggbb`. */
function colourOf(colour, palette) {
  if (typeof colour === 'string') return colour;
  if (colour < 8) return palette[NAMES[colour]];
  if (colour < 16) return palette[`bright${NAMES[colour - 8][0].toUpperCase()}${NAMES[colour - 8].slice(1)}`];
  if (colour >= 232) return hex(Array(3).fill(8 + 10 * (colour - 232)));
  const cube = colour - 16;
  return hex([CUBE[Math.floor(cube / 36)], CUBE[Math.floor(cube / 6) % 6], CUBE[cube % 6]]);
}

const known = new Map();

/** The ink, lighter or darker until it can be read on the paper. */
function legible(ink, paper, least) {
  const key = `${ink}${paper}${least}`;
  if (!known.has(key)) {
    if (known.size > 4096) known.clear();
    known.set(key, adjusted(ink, paper, least));
  }
  return known.get(key);
}

function adjusted(ink, paper, least) {
  if (contrast(ink, paper) >= least) return ink;
  const goal = contrast('#ffffff', paper) > contrast('#000000', paper) ? 255 : 0;
  const parts = partsOf(ink);
  for (let step = 1; step <= STEPS; step += 1) {
    const mixed = hex(parts.map((part) => Math.round(part + ((goal - part) * step) / STEPS)));
    if (contrast(mixed, paper) >= least) return mixed;
  }
  return goal === 255 ? '#ffffff' : '#000000';
}

function partsOf(colour) {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

function hex(parts) {
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
