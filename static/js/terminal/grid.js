/** Finds the cells of xterm.js in the window, in CSS pixels. Separate file: the history needs only this. */
import { need } from '../lib/dom.js';

/** @import { OpenTerminal } from './screen.js' */

/** Where the cells are now. @param {OpenTerminal} terminal */
export function gridOf({ element, cols, rows, buffer: { active } }) {
  const screen = need('.xterm-screen', element);
  const { left, top, width, height } = screen.getBoundingClientRect();
  return {
    left,
    top,
    rowPx: height / rows,
    cellPx: width / cols,
    scale: height / screen.offsetHeight,
    cursor: { x: active.cursorX, y: active.cursorY },
  };
}
