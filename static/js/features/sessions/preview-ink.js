/** The colours of a preview: what a run of text looks like in a palette. Pure. */
import { styleOf } from '../../terminal/render/looks.js';

// What previews are written with at least, as terminals are by default.
const CONTRAST = 4.5;

/** Whether nobody would see anything of a row. @param {ReturnType<import('../../wire/sgr.js').runsOf>} runs */
export function isBlank(runs) {
  return runs.every(
    ({ text, look }) => (look.hidden || text.trim() === '') && look.bg === null && !look.inverse,
  );
}

/** What a run is written with, and on; so that it can be read. @param {import('../../wire/sgr.js').Look} look @returns {[string, string]} */
export function coloursOf(look, palette) {
  const { color = palette.foreground, backgroundColor = palette.background } = styleOf(look, {
    palette,
    contrast: CONTRAST,
  });
  return [color, backgroundColor];
}
