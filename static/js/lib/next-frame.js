/** Drawing at the next frame. Separate file: features draw as well, and must not load xterm.js for it. */

const HIDDEN_FRAME_MS = 50;

/**
 * Calls once: at the next frame, or soon if nothing is drawn because the tab is hidden.
 * @param {() => void} callback
 */
export function onNextFrame(callback) {
  let frame = 0;
  let timer = 0;
  const once = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    callback();
  };
  frame = requestAnimationFrame(once);
  timer = setTimeout(once, HIDDEN_FRAME_MS);
}
