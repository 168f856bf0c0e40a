/** Draws a screen as a picture. */
import { cssOf } from '../render/run-style.js';

/** @import { Run } from '../render/cells.js' */
/** @import { Appearance } from '../render/run-style.js' */
/** @typedef {{width: number, height: number, baseline: number}} Cell */
/** @typedef {{px: number, family: string}} Font */

const FONT_LEAST_PX = 14;
const EDGE_PX = 8;
// Twice the size for sharp letters; browsers on phones refuse a canvas of more pixels.
const SCALE = 2;
const PIXELS_MAX = 16_000_000;

/**
 * @param {Run[][]} rows
 * @param {number} cols
 * @param {Required<Appearance>} appearance of the terminal.
 * @returns {Promise<Blob>} a PNG.
 * @throws {Error} the browser cannot draw a picture of that size.
 */
export async function pictureOf(rows, cols, appearance) {
  const canvas = document.createElement('canvas');
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const font = { px: Math.max(FONT_LEAST_PX, appearance.fontSize), family: appearance.fontFamily };
  const cell = cellOf(context, font);
  const [width, height] = [cols * cell.width + 2 * EDGE_PX, rows.length * cell.height + 2 * EDGE_PX];
  const scale = Math.min(SCALE, Math.sqrt(PIXELS_MAX / (width * height)));
  [canvas.width, canvas.height] = [Math.floor(width * scale), Math.floor(height * scale)];
  context.scale(scale, scale);
  context.fillStyle = appearance.palette.background;
  context.fillRect(0, 0, width, height);
  context.translate(EDGE_PX, EDGE_PX);
  rows.forEach((runs, y) => paintRow(context, runs, { top: y * cell.height, cell, font, appearance }));
  const png = await new Promise((/** @type {BlobCallback} */ done) => {
    canvas.toBlob(done, 'image/png');
  });
  if (png === null) throw new Error('The browser cannot draw a picture of this size.');
  return png;
}

/** @param {CanvasRenderingContext2D} context @param {Font} font @returns {Cell} */
function cellOf(context, font) {
  context.font = `${font.px}px ${font.family}`;
  const { width, fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = context.measureText('W');
  return { width, height: Math.ceil(ascent + descent), baseline: Math.ceil(ascent) };
}

/**
 * Draws the backgrounds first: a letter may reach over the edge of its cell.
 * @param {CanvasRenderingContext2D} context
 * @param {Run[]} runs
 * @param {{top: number, cell: Cell, font: Font, appearance: Appearance}} place
 */
function paintRow(context, runs, { top, cell, font, appearance }) {
  const drawn = runs.map(({ style, characters }) => ({ style, characters, css: cssOf(style, appearance) }));
  for (const { characters, css } of drawn) {
    const { left, width } = placeOf(characters, cell);
    context.fillStyle = css.backgroundColor ?? appearance.palette.background;
    context.fillRect(left, top, width, cell.height);
  }
  for (const { style, characters, css } of drawn) {
    if (style.hidden) continue;
    context.font = `${css.fontStyle ?? ''} ${css.fontWeight ?? ''} ${font.px}px ${font.family}`;
    context.fillStyle = css.color ?? appearance.palette.foreground;
    context.globalAlpha = Number(css.opacity ?? 1);
    for (const { at, text } of characters)
      if (text !== ' ') context.fillText(text, at * cell.width, top + cell.baseline);
    paintLines(context, style, { ...placeOf(characters, cell), top, cell });
    context.globalAlpha = 1;
  }
}

/** @param {Run['characters']} characters not empty @param {Cell} cell */
function placeOf(characters, cell) {
  const [first, last] = [characters[0], characters[characters.length - 1]];
  return { left: first.at * cell.width, width: (last.at + last.cells - first.at) * cell.width };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Run['style']} style
 * @param {{left: number, width: number, top: number, cell: Cell}} place
 */
function paintLines(context, style, { left, width, top, cell }) {
  if (style.underline) context.fillRect(left, top + cell.baseline + 1, width, 1);
  if (style.strike) context.fillRect(left, top + Math.round(cell.baseline * 0.65), width, 1);
}
