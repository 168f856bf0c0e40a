/** Style sheets of parts that are loaded on demand. */

const asked = new Map();

/** Links a file of `static/css/` once; resolves when it is in force, also where it could not be had. */
export function needStyle(name) {
  const href = new URL(`../../css/${name}`, import.meta.url).href;
  if (!asked.has(href)) asked.set(href, linked(href));
  return asked.get(href);
}

function linked(href) {
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return Promise.resolve();
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
  const done = new Promise((resolve) => {
    for (const type of ['load', 'error']) link.addEventListener(type, resolve, { once: true });
  });
  document.head.append(link);
  return done;
}
