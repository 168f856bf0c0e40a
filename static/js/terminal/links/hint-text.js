/** Finds what is worth copying in text: addresses, paths, hashes; and labels to choose one. Pure. */
import { findAddresses } from './link-provider.js';
import { findPaths } from './path-text.js';

// With a slash, or a name with an ending such as `main.rs:12`.
const LIKE_A_PATH = /\/.*[\p{L}\p{N}]|[\p{L}\p{N}].*\/|^[\w@+-]{2,}[\w.@+-]*\.[a-z][a-z0-9]{0,7}$/iu;
// Commits of git, checksums, and UUIDs. Digits alone are numbers, and letters alone are words.
const HASH =
  /\b(?:sha\d+:)?(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{7,128})\b/gi;

/**
 * @typedef {{kind: 'address'|'path'|'hash', text: string, start: number, end: number}} Find
 *   `start` and `end` are in UTF-16 units of the text.
 */

/**
 * Everything in one line, in its order; no two overlap.
 * @param {string} line
 * @returns {Find[]}
 */
export function findHints(line) {
  /** @type {Find[]} */
  const found = findAddresses(line).map(({ address, start, end }) => ({
    ...{ kind: /** @type {const} */ ('address'), text: address, start, end },
  }));
  const add = (/** @type {Find} */ one) => {
    if (found.every(({ start, end }) => one.end <= start || one.start >= end)) found.push(one);
  };
  const paths = findPaths(line).filter(({ path }) => LIKE_A_PATH.test(path));
  for (const { start, end } of paths) add({ kind: 'path', text: line.slice(start, end), start, end });
  for (const { 0: text, index } of line.matchAll(HASH))
    add({ kind: 'hash', text, start: index, end: index + text.length });
  return found.sort((one, other) => one.start - other.start);
}

/** On an English keyboard these are reached without moving the hands much. @testonly */
export const LETTERS = 'asdfghjklqwertyuiopzxcvbnm';

/**
 * Labels of one or two letters; no label begins another one. The first ones are the shortest. @testonly
 * @param {number} count
 * @param {string} [letters]
 * @returns {string[]} fewer if there are not so many.
 */
export function labelsFor(count, letters = LETTERS) {
  const all = letters.length;
  const pairs = Math.min(all, Math.max(0, Math.ceil((count - all) / (all - 1))));
  const singles = [...letters].slice(0, all - pairs);
  const firsts = [...letters].slice(all - pairs);
  const doubles = firsts.flatMap((first) => [...letters].map((last) => first + last));
  return [...singles, ...doubles].slice(0, count);
}

/**
 * Gives labels from the last place on, where the newest output is; equal texts have the same label.
 * @template {{text: string}} T
 * @param {T[]} finds in the order of the screen.
 * @returns {(T & {label: string})[]}
 */
export function labelled(finds) {
  const texts = [...new Set(finds.map(({ text }) => text).reverse())];
  const labels = labelsFor(texts.length);
  const byText = new Map(texts.map((text, index) => [text, labels[index]]));
  return finds.flatMap((find) => {
    const label = byText.get(find.text);
    return label === undefined ? [] : [{ ...find, label }];
  });
}
