/**
 * Blinks the cursor that the DOM renderer of xterm.js 6.0.0 draws, in place of its CSS animation. While an
 * animation runs the browser makes a frame each 16 ms, and what a key prints waits for the next one.
 */

/** @import { Disposables } from '../../lib/disposables.js' */
/** @import { OpenTerminal } from '../screen.js' */

/** As xterm.js with WebGL. @testonly */
export const BLINK_MS = 600;
/** xterm.js sets it while the terminal has the focus; it starts the animation. */
const BLINKS = 'xterm-cursor-blink';
/** Without it the cell is drawn as any other. */
const CURSOR = 'xterm-cursor';

/**
 * Blinks a cursor that xterm.js would blink. The cursor is shown whenever something is drawn.
 * @param {OpenTerminal} terminal that draws in the DOM.
 * @param {Disposables} disposables of the terminal or of its renderer.
 */
export function blinkCursor(terminal, disposables) {
  /** @type {Element|null} */
  let cell = null;
  let timer = 0;
  const blink = () => {
    cell?.classList.toggle(CURSOR);
    timer = setTimeout(blink, BLINK_MS);
  };
  const show = () => {
    clearTimeout(timer);
    cell = cellOf(terminal) ?? (cell?.isConnected ? cell : null);
    if (cell === null) return;
    cell.classList.remove(BLINKS);
    cell.classList.add(CURSOR);
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) timer = setTimeout(blink, BLINK_MS);
  };
  disposables.own(terminal.onRender(show));
  disposables.add(() => {
    clearTimeout(timer);
    cell?.classList.add(CURSOR);
  });
}

/**
 * The cell of a cursor that was drawn since the last call and blinks. Rows that are drawn get new elements.
 * @param {OpenTerminal} terminal
 */
function cellOf({ element, buffer: { active } }) {
  const y = active.baseY + active.cursorY - active.viewportY;
  const row = element.querySelector('.xterm-rows')?.children[y];
  return row?.querySelector(`.${BLINKS}`) ?? null;
}
