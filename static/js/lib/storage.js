/**
 * What this browser stores for WebMux. Storage can be forbidden or full: then nothing is found, nothing is
 * stored, and
 * the page works without it.
 */

/** Keys that several modules use. The name of a session follows a key that ends with a dot. */
export const KEYS = Object.freeze({
  drawer: 'webmux.drawer',
  input: 'webmux.input.',
  limits: 'webmux.limits',
  notified: 'webmux.notified',
  zen: 'webmux.zen',
});

/** @typedef {() => Storage} Place a function, because reading `localStorage` throws if it is forbidden. */

/** Of all tabs. @type {Place} */
const ofBrowser = () => globalThis.localStorage;
/** Of this tab, also after a reload. @type {Place} */
export const ofTab = () => globalThis.sessionStorage;

/** @param {string} key @param {Place} [place] @returns {string|null} */
export function readText(key, place = ofBrowser) {
  try {
    return place().getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key @param {string|null} text null removes the key @param {Place} [place] */
export function writeText(key, text, place = ofBrowser) {
  try {
    if (text === null) place().removeItem(key);
    else place().setItem(key, text);
  } catch {
    // The value lasts as long as the page.
  }
}

/** @param {string} key @param {Place} [place] @returns {any} null if nothing valid is stored. */
export function readJson(key, place) {
  try {
    return JSON.parse(readText(key, place) ?? 'null');
  } catch {
    return null;
  }
}

/** @param {string} key @param {unknown} value @param {Place} [place] */
export function writeJson(key, value, place) {
  writeText(key, JSON.stringify(value), place);
}

/** @param {string} key @param {Place} [place] */
export function readFlag(key, place) {
  return readText(key, place) === '1';
}

/** @param {string} key @param {boolean} on @param {Place} [place] */
export function writeFlag(key, on, place) {
  writeText(key, on ? '1' : '0', place);
}

/** @param {string} key @param {Place} [place] @returns {Record<string, any>} empty if no object is stored. */
export function readObject(key, place) {
  const value = readJson(key, place);
  return value !== null && typeof value === 'object' ? value : {};
}

/**
 * Stores these fields, and leaves the others as they are.
 * @param {string} key
 * @param {object} changes
 * @param {Place} [place]
 */
export function updateObject(key, changes, place) {
  writeJson(key, { ...readObject(key, place), ...changes }, place);
}
