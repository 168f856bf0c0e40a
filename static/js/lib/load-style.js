/** Loads style sheets of parts that are loaded on demand. */

/** @type {Map<string, Promise<void>>} */
const requested = new Map();

/**
 * Links a style sheet once, by its path below `static/js/`. Resolves when it is applied, or could not be
 * loaded.
 * @param {string} name
 */
export function needStyle(name) {
  if (!requested.has(name)) requested.set(name, linked(name));
  return requested.get(name);
}

/** @param {string} name */
function linked(name) {
  if ([...document.styleSheets].some((sheet) => sheet.href?.endsWith(`/js/${name}`)))
    return Promise.resolve();
  const link = Object.assign(document.createElement('link'), {
    rel: 'stylesheet',
    href: document.documentElement.dataset.styles + name,
  });
  /** @type {Promise<void>} */
  const done = new Promise((resolve) => {
    link.addEventListener('load', () => resolve(), { once: true });
    link.addEventListener(
      'error',
      () => {
        requested.delete(name); // the next call tries again
        link.remove();
        resolve();
      },
      { once: true },
    );
  });
  document.head.append(link);
  return done;
}
