/**
 * Writes to the console; never what a user typed or a terminal shows.
 * Separate file: the only one that the linter lets use the console.
 */

/** Something failed that a developer must see. @param {string} what @param {unknown} error */
export function logError(what, error) {
  console.error(`WebMux: ${what}`, error);
}

/** Something unusual that needs no action. @param {string} what */
export function logWarning(what) {
  console.warn(`WebMux: ${what}`);
}
