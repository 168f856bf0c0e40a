/** Who gets the mouse wheel: the terminal or the history. Pure. */

/**
 * Wheel events with shorter pauses are one gesture, which has one owner. Browsers join the events of half a
 * second, and do not scroll an element later that did not scroll at first.
 */
export const GESTURE_PAUSE_MS = 600;

const LINE_HEIGHT = 1.2;
const PAGE_LINES = 20;

/**
 * @param {object} start of the gesture.
 * @param {boolean} start.shift with Shift the history opens, also if a program uses the mouse.
 * @param {boolean} start.up
 * @param {boolean} start.mayType if not, no keys may be typed for the wheel.
 * @param {boolean} start.usesMouse tmux or a program uses the mouse.
 * @param {boolean|null} start.fills a program fills the pane, and gets keys for the wheel; null if unknown.
 * @returns {'terminal'|'history'|'ask'} `ask`: it depends on whether a program fills the pane; ask tmux.
 */
export function wheelOwner({ shift, up, mayType, usesMouse, fills }) {
  if (shift) return up ? 'history' : 'terminal';
  if (!mayType) return 'history';
  if (usesMouse || fills === true) return 'terminal';
  return fills === null ? 'ask' : 'history';
}

/**
 * The same for a pane with an xterm.js of its own, which scrolls its rows, makes keys and reports by itself.
 * @param {object} start of the gesture.
 * @param {boolean} start.shift
 * @param {boolean} start.up
 * @param {boolean} start.mayType
 * @param {boolean} start.usesMouse
 * @param {boolean} start.alternate a program fills the pane.
 * @returns {'terminal'|'history'}
 */
export function nativeWheelOwner({ shift, up, mayType, usesMouse, alternate }) {
  if (shift) return up ? 'history' : 'terminal';
  if (!usesMouse && !alternate) return 'terminal';
  return mayType ? 'terminal' : 'history';
}

/** The distance of a wheel event. @param {WheelEvent} event @param {number} fontPx of the text that moves. */
export function pixelsOf({ deltaX, deltaY, deltaMode, shiftKey }, fontPx) {
  // With Shift, some browsers scroll sideways.
  const delta = shiftKey ? deltaY || deltaX : deltaY;
  return delta * [1, fontPx * LINE_HEIGHT, fontPx * LINE_HEIGHT * PAGE_LINES][deltaMode];
}
