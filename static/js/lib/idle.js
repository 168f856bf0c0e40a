/** Work for later. Separate file: no other small module of the first load is about time. */

const IDLE_MAX_MS = 500;

/** Calls back when the browser is idle, or soon if it cannot say. @param {() => void} callback */
export function onIdle(callback) {
  if ('requestIdleCallback' in window) requestIdleCallback(callback, { timeout: IDLE_MAX_MS });
  else setTimeout(callback);
}
