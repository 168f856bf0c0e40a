/** Whose a turn of the mouse wheel is. */

/**
 * What comes within this time is one turn of the wheel, and goes where its beginning went. Browsers as well take what
 * comes within half a second for one, and what did not scroll at its beginning does not scroll later.
 */
export const TURN_MS = 600;

const LINE_HEIGHT = 1.2;
const PAGE_LINES = 20;

/**
 * @param {object} of the moment it began.
 * @param {boolean} of.shift it is held: with it the history opens whatever has the mouse.
 * @param {boolean} of.up
 * @param {boolean} of.types one may type; else nothing must be typed.
 * @param {boolean} of.usesMouse tmux or a program takes the mouse.
 * @param {boolean|null} of.fills a program fills the pane, which then takes keys for it; null where that is not known.
 * @returns {'terminal'|'history'|'ask'} `ask` where tmux must be asked whether a program fills the pane.
 */
export function ownerOf({ shift, up, types, usesMouse, fills }) {
  if (shift) return up ? 'history' : 'terminal';
  if (!types) return 'history';
  if (usesMouse || fills === true) return 'terminal';
  return fills === null ? 'ask' : 'history';
}

/** How far it turned. @param {WheelEvent} event @param {number} fontPx of the text that moves. */
export function pixelsOf({ deltaX, deltaY, deltaMode, shiftKey }, fontPx) {
  // With Shift some browsers turn the wheel sideways.
  const delta = shiftKey ? deltaY || deltaX : deltaY;
  return delta * [1, fontPx * LINE_HEIGHT, fontPx * LINE_HEIGHT * PAGE_LINES][deltaMode];
}
