/** How a terminal is drawn: the reader's wishes in xterm.js's words. */
import { fontFamily } from '../../lib/fonts.js';

const FONT =
  '"WebMux Symbols", ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

/**
 * @typedef {object} Look
 * @property {string} family families as people write them, empty for the usual ones.
 * @property {number} fontPx
 * @property {number} lineHeight times the height of the font.
 * @property {number} letterSpacing in whole pixels.
 * @property {'block'|'bar'|'underline'} cursor
 * @property {boolean} blink never, where less motion is wanted.
 * @property {number} contrast that text has at least.
 * @property {boolean} screenReader whether the rows are told to a screen reader.
 */

/** @type {Readonly<Look>} */
export const USUAL_LOOK = Object.freeze({
  family: '',
  fontPx: 14,
  lineHeight: 1,
  letterSpacing: 0,
  cursor: 'block',
  blink: true,
  contrast: 4.5,
  screenReader: false,
});

/** @param {Look} look */
export function lookOptions(look) {
  return {
    cursorBlink: look.blink && !matchMedia('(prefers-reduced-motion: reduce)').matches,
    cursorStyle: look.cursor,
    fontFamily: fontFamily(look.family, FONT),
    fontSize: look.fontPx,
    letterSpacing: look.letterSpacing,
    lineHeight: look.lineHeight,
    minimumContrastRatio: look.contrast,
    screenReaderMode: look.screenReader,
  };
}
