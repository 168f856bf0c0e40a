/** Turns the user's settings for a terminal into options of xterm.js. */
import { fontFamily } from '../../lib/fonts.js';

const FONT =
  '"WebMux Symbols", ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

/**
 * @typedef {object} TerminalLook
 * @property {string} family families as people write them, empty for the default ones.
 * @property {number} fontPx
 * @property {number} lineHeight times the height of the font.
 * @property {number} letterSpacing in whole pixels.
 * @property {'block'|'bar'|'underline'} cursor
 * @property {boolean} blink ignored if the user prefers less motion.
 * @property {number} contrast the least contrast of text.
 * @property {boolean} screenReader whether a screen reader gets the rows.
 */

/** @type {Readonly<TerminalLook>} */
export const DEFAULT_LOOK = Object.freeze({
  family: '',
  fontPx: 14,
  lineHeight: 1,
  letterSpacing: 0,
  cursor: 'block',
  blink: true,
  contrast: 4.5,
  screenReader: false,
});

/** @param {TerminalLook} look */
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
