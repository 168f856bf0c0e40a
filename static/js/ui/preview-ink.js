/** The colours of a preview: what a run of text looks like in a palette. Pure. */

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const CUBE = [0, 95, 135, 175, 215, 255];

/** Whether nobody would see anything of a row. @param {ReturnType<import('../wire/sgr.js').runsOf>} runs */
export function isBlank(runs) {
  return runs.every(({ text, look }) => (look.hidden || text.trim() === '') && look.bg === null && !look.inverse);
}

/** What a run is written with, and on. @param {import('../wire/sgr.js').Look} look @returns {[string, string]} */
export function coloursOf(look, palette) {
  const ink = look.fg === null ? palette.foreground : colourOf(look.fg, palette);
  const paper = look.bg === null ? palette.background : colourOf(look.bg, palette);
  return look.inverse ? [paper, ink] : [ink, paper];
}

function colourOf(colour, palette) {
  if (typeof colour === 'string') return colour;
  if (colour < 8) return palette[NAMES[colour]];
  if (colour < 16) return palette[`bright${NAMES[colour - 8][0].toUpperCase()}${NAMES[colour - 8].slice(1)}`];
  if (colour >= 232) return `rgb(${Array(3).fill(8 + 10 * (colour - 232)).join(' ')})`;
  const cube = colour - 16;
  return `rgb(${CUBE[Math.floor(cube / 36)]} ${CUBE[Math.floor(cube / 6) % 6]} ${CUBE[cube % 6]})`;
}
