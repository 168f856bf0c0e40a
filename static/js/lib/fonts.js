/** Font families as people write them. Pure. */

const GENERIC = new Set(['monospace', 'ui-monospace', 'system-ui', 'serif', 'sans-serif']);
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M} ._+&-]{0,63}$/u;

/**
 * The families of a comma-separated list, without quotes; null if one cannot be a name.
 * @param {string} text
 */
export function fontList(text) {
  if (text.trim() === '') return [];
  const names = text.split(',').map((part) =>
    part
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2')
      .trim(),
  );
  return names.every((name) => NAME.test(name)) ? names : null;
}

/**
 * The CSS value of such a list, and a family for browsers where none of them is installed.
 * @param {string} text
 * @param {string} otherwise
 */
export function fontFamily(text, otherwise) {
  const names = (fontList(text) ?? []).map((name) => (GENERIC.has(name) ? name : `"${name}"`));
  return [...names, otherwise].join(', ');
}
