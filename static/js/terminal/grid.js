/** Where xterm.js shows its cells now, in CSS pixels of the window. */

/** @param {import('../../vendor/xterm.mjs').Terminal} terminal */
export function gridOf({ element, cols, rows, buffer: { active } }) {
  const screen = element.querySelector('.xterm-screen');
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
