/** Style sheets of parts that are loaded on demand. */

const asked = new Map();

/** Links a style sheet once, by its path below `static/js/`. Resolves when it is applied, or could not be loaded. */
export function needStyle(name) {
  if (!asked.has(name)) asked.set(name, linked(name));
  return asked.get(name);
}

function linked(name) {
  if ([...document.styleSheets].some((sheet) => sheet.href?.endsWith(`/js/${name}`)))
    return Promise.resolve();
  const link = Object.assign(document.createElement('link'), {
    rel: 'stylesheet',
    href: document.documentElement.dataset.styles + name,
  });
  const done = new Promise((resolve) => {
    link.addEventListener('load', resolve, { once: true });
    link.addEventListener(
      'error',
      () => {
        asked.delete(name); // there may be a connection the next time
        link.remove();
        resolve();
      },
      { once: true },
    );
  });
  document.head.append(link);
  return done;
}
