/**
 * Folders as people read them. Pure. Bytes of a name that are not UTF-8 are lone surrogates, as Python writes
 * them.
 */

const LOOKED_AT_MOST = 100_000; // what the server looks at
const UNSEEN =
  // eslint-disable-next-line no-control-regex -- they must be seen
  /[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** @type {Record<string, string>} */
const SHORT = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** @param {number} code @param {number} digits */
const hex = (code, digits) => code.toString(16).padStart(digits, '0');
/** @param {string} character */
const byteOf = (character) => {
  const code = character.charCodeAt(0);
  return character.length === 1 && code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : null;
};

/** A path, or any other text, for a query, byte for byte. @param {string} path */
export function encodedPath(path) {
  return Array.from(path, (character) => {
    const byte = byteOf(character);
    return byte === null ? encodeURIComponent(character.toWellFormed()) : `%${hex(byte, 2).toUpperCase()}`;
  }).join('');
}

/** The path of an entry of a folder. @param {string} folder @param {string} name */
export function joined(folder, name) {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

/** The folder above; that of `/` is `/`. @param {string} path */
export function parentOf(path) {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/**
 * The folders on the way to this one, itself last.
 * @param {string} path
 * @returns {{name: string, path: string}[]}
 */
export function crumbs(path) {
  const found = [{ name: '/', path: '/' }];
  for (const name of path.split('/').filter(Boolean))
    found.push({ name, path: joined(found[found.length - 1].path, name) });
  return found;
}

/**
 * A name with its invisible characters, and those that reverse text, written out as in `a\nb` or `caf\xe9`.
 * @param {string} name
 */
export function visible(name) {
  return name.replace(UNSEEN, (character) => {
    const code = byteOf(character) ?? character.charCodeAt(0);
    return SHORT[character] ?? (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
  });
}

/** Whether a text is a path to open rather than a filter. @param {string} text */
export function isPath(text) {
  return /^(\/|~\/)/.test(text);
}

/**
 * Entries that have every word in their names, ignoring case. Names that begin with a dot are left out,
 * unless `hidden`
 * is set or a word begins with a dot.
 * @template {{name: string}} Entry
 * @param {Entry[]} entries
 * @param {string} filter
 * @param {{hidden: boolean}} options
 */
export function matching(entries, filter, { hidden }) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const all = hidden || words.some((word) => word.startsWith('.'));
  return entries.filter(
    ({ name }) => (all || !name.startsWith('.')) && words.every((word) => name.toLowerCase().includes(word)),
  );
}

/**
 * How many entries are listed, as a sentence.
 * @param {{entries: object[], total: number}} folder
 * @param {number} shown how many of them are listed.
 * @param {{filtered?: boolean}} [why] whether a filter left out the others; otherwise they are hidden.
 */
export function summary({ entries, total }, shown, { filtered = false } = {}) {
  /** @param {number} number */
  const count = (number) => number.toLocaleString('en');
  const all = total >= LOOKED_AT_MOST ? `more than ${count(LOOKED_AT_MOST)}` : count(total);
  if (total > entries.length)
    return `${count(shown)} of the first ${count(entries.length)} are listed; there are ${all}.`;
  if (filtered) return `${count(shown)} of ${all} listed.`;
  if (total === 0) return 'This folder is empty.';
  const hidden = total > shown ? `, ${count(total - shown)} hidden` : '';
  return `${count(shown)} ${shown === 1 ? 'entry' : 'entries'}${hidden}.`;
}
