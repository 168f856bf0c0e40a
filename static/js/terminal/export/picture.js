/** A screen drawn as a picture. */
import { styleOf } from '../render/run-style.js';

const FONT_LEAST_PX = 14;
const EDGE_PX = 8;
// For sharp letters where pixels are small; browsers on phones refuse a canvas of more pixels.
const SCALE = 2;
const PIXELS_MAX = 16_000_000;

/**
 * @param {import('../render/cells.js').Run[][]} rows
 * @param {number} cols
 * @param {{palette: object, fontFamily: string, fontSize: number, contrast: number}} looks of the terminal.
 * @returns {Promise<Blob>} a PNG.
 * @throws {Error} the browser draws none of that size.
 */
export async function pictureOf(rows, cols, looks) {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  const font = { px: Math.max(FONT_LEAST_PX, looks.fontSize), family: looks.fontFamily };
  const cell = cellOf(context, font);
  const [width, height] = [cols * cell.width + 2 * EDGE_PX, rows.length * cell.height + 2 * EDGE_PX];
  const scale = Math.min(SCALE, Math.sqrt(PIXELS_MAX / (width * height)));
  [canvas.width, canvas.height] = [Math.floor(width * scale), Math.floor(height * scale)];
  context.scale(scale, scale);
  context.fillStyle = looks.palette.background;
  context.fillRect(0, 0, width, height);
  context.translate(EDGE_PX, EDGE_PX);
  rows.forEach((runs, y) => paintRow(context, runs, { top: y * cell.height, cell, font, looks }));
  const png = await new Promise((done) => {
    canvas.toBlob(done, 'image/png');
  });
  if (png === null) throw new Error('The browser cannot draw a picture of this size.');
  return png;
}

function cellOf(context, font) {
  context.font = `${font.px}px ${font.family}`;
  const { width, fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = context.measureText('W');
  return { width, height: Math.ceil(ascent + descent), baseline: Math.ceil(ascent) };
}

/** Grounds first: a letter may reach over the edge of its cell. */
function paintRow(context, runs, { top, cell, font, looks }) {
  const drawn = runs.map(({ look, characters }) => ({ look, characters, style: styleOf(look, looks) }));
  for (const { characters, style } of drawn) {
    const { left, width } = placeOf(characters, cell);
    context.fillStyle = style.backgroundColor ?? looks.palette.background;
    context.fillRect(left, top, width, cell.height);
  }
  for (const { look, characters, style } of drawn) {
    if (look.hidden) continue;
    context.font = `${style.fontStyle ?? ''} ${style.fontWeight ?? ''} ${font.px}px ${font.family}`;
    context.fillStyle = style.color ?? looks.palette.foreground;
    context.globalAlpha = Number(style.opacity ?? 1);
    for (const { at, text } of characters)
      if (text !== ' ') context.fillText(text, at * cell.width, top + cell.baseline);
    paintLines(context, look, { ...placeOf(characters, cell), top, cell });
    context.globalAlpha = 1;
  }
}

function placeOf(characters, cell) {
  const [first, last] = [characters[0], characters.at(-1)];
  return { left: first.at * cell.width, width: (last.at + last.cells - first.at) * cell.width };
}

function paintLines(context, look, { left, width, top, cell }) {
  if (look.underline) context.fillRect(left, top + cell.baseline + 1, width, 1);
  if (look.strike) context.fillRect(left, top + Math.round(cell.baseline * 0.65), width, 1);
}
