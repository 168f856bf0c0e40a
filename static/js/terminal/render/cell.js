/** Calculates the size of a cell before xterm.js is loaded. */

// xterm.js 6.0.0 measures a cell on a screen of this size.
const SAMPLE_COLS = 80;
const SAMPLE_ROWS = 24;

/**
 * One cell in CSS pixels as xterm.js will draw it without WebGL, or null if it measures in another way.
 * Source: CharSizeService and DomRenderer of xterm.js 6.0.0. A difference costs one more resize.
 * @param {ReturnType<typeof import('./appearance.js').lookOptions>} options
 * @param {number} ratio `devicePixelRatio`.
 */
export function cellBefore({ fontFamily, fontSize, letterSpacing, lineHeight }, ratio) {
  const context = globalThis.OffscreenCanvas && new OffscreenCanvas(1, 1).getContext('2d');
  if (!context) return null;
  context.font = `${fontSize}px ${fontFamily}`;
  const { width, fontBoundingBoxAscent, fontBoundingBoxDescent } = context.measureText('W');
  const height = fontBoundingBoxAscent + fontBoundingBoxDescent;
  return width > 0 && height > 0 ? cellOf({ width, height, letterSpacing, lineHeight }, ratio) : null;
}

/**
 * The same, from the size of a letter. Pure.
 * @param {{width: number, height: number, letterSpacing: number, lineHeight: number}} letter
 * @param {number} ratio
 * @testonly
 */
export function cellOf({ width, height, letterSpacing, lineHeight }, ratio) {
  const deviceWidth = width * ratio + Math.round(letterSpacing);
  const deviceHeight = Math.floor(Math.ceil(height * ratio) * lineHeight);
  return {
    width: Math.round((deviceWidth * SAMPLE_COLS) / ratio) / SAMPLE_COLS,
    height: Math.round((deviceHeight * SAMPLE_ROWS) / ratio) / SAMPLE_ROWS,
  };
}
