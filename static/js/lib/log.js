/** The only module that knows the console. Nothing typed and nothing shown ever goes here. */

/** Something failed that a developer should see. */
export function logError(what, error) {
  console.error(`WebMux: ${what}`, error);
}

/** Something odd that people need not act on. */
export function logWarning(what) {
  console.warn(`WebMux: ${what}`);
}
