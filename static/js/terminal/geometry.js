/** How many cells fit, and how far a larger screen must shrink. Pure; all lengths in CSS pixels. */

/** @typedef {{width: number, height: number}} Room */
/** @typedef {{cols: number, rows: number}} Size */

// The limits of the server; a huge grid once froze a whole tmux server.
const SIZE_MIN = Object.freeze({ cols: 2, rows: 1 });
const SIZE_MAX = Object.freeze({ cols: 500, rows: 200 });
/** @testonly */
export const FONT_MIN_PX = 5;
const FONT_STEP_PX = 0.5;
// Measured widths are rounded to whole pixels: half of one may be missing.
const ROUNDING_PX = 0.5;
const ROUGHLY_PX = 4;

/** @param {number} value @param {number} low @param {number} high */
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

/** The grid that fills `room`. @param {Room} room @param {Room} cell */
export function gridFor(room, cell) {
  const cols = Math.floor((room.width + ROUNDING_PX) / cell.width);
  const rows = Math.floor((room.height + ROUNDING_PX) / cell.height);
  return {
    cols: clamp(cols || 0, SIZE_MIN.cols, SIZE_MAX.cols),
    rows: clamp(rows || 0, SIZE_MIN.rows, SIZE_MAX.rows),
  };
}

/**
 * The factor, at most 1, at which all of the screen fits.
 * @param {Room} room
 * @param {Room} natural
 */
export function scaleFor(room, natural) {
  const factor = Math.min(1, room.width / natural.width, room.height / natural.height);
  return Number.isFinite(factor) && factor > 0 ? factor : 1;
}

/**
 * The font size, at most `basePx`, for a screen shrunk by `scale`; so letters stay sharp.
 * @param {number} basePx
 * @param {number} scale
 */
export function fontFor(basePx, scale) {
  const px = Math.floor((basePx * scale) / FONT_STEP_PX) * FONT_STEP_PX;
  return clamp(px, Math.min(FONT_MIN_PX, basePx), basePx);
}

/**
 * The room for the grid while a soft keyboard, or a bar above it, covers a part of its height. Lengths that
 * the browser
 * rounded must not change the number of rows: the height from before is used if it is almost the same.
 * @param {Room} room
 * @param {number} coveredPx
 * @param {{width: number, height: number}|null} settled the room when nothing was covered.
 */
export function roomWithCovered(room, coveredPx, settled) {
  if (coveredPx === 0) return room;
  const height = room.height + coveredPx;
  const same =
    settled !== null && settled.width === room.width && Math.abs(settled.height - height) < ROUGHLY_PX;
  return { width: room.width, height: same ? settled.height : height };
}

/** @param {Size} a @param {Size} b */
export const sameSize = (a, b) => a.cols === b.cols && a.rows === b.rows;
