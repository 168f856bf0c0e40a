/** Checks snippets: texts with a name, to type again. Pure. The server has the same limits. */

/** @testonly */
export const COUNT_MAX = 100;
export const NAME_MAX_CHARS = 64;
export const TEXT_MAX_BYTES = 4096;
const ALL_MAX_BYTES = 16 * 1024;

// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\x00-\x1f\x7f-\x9f]/;
const LINES_AND_TABS = /[\t\n]/g;
const PREVIEW_MAX_CHARS = 80;

/** @typedef {{name: string, text: string, enter: boolean}} Snippet */

/** @param {string} text */
const bytesOf = (text) => new TextEncoder().encode(text).length;

/**
 * As it is stored: the name without blanks around it, line ends as `\n`.
 * @param {Snippet} snippet
 */
export function cleaned({ name, text, enter }) {
  return { name: name.trim(), text: text.replace(/\r\n?/g, '\n'), enter };
}

/**
 * What is wrong with one.
 * @param {Snippet} snippet
 * @returns {string} a sentence, or nothing.
 */
export function problemOf({ name, text, enter, ...more }) {
  if (typeof name !== 'string' || name.trim() === '') return 'Enter a name for the snippet.';
  if (name.length > NAME_MAX_CHARS || CONTROL.test(name))
    return `A name has at most ${NAME_MAX_CHARS} characters, on one line.`;
  if (typeof text !== 'string' || text === '') return 'Enter the text of the snippet.';
  if (bytesOf(text) > TEXT_MAX_BYTES)
    return `A text has at most ${TEXT_MAX_BYTES} bytes; this one has ${bytesOf(text)}.`;
  if (CONTROL.test(text.replace(LINES_AND_TABS, '')))
    return 'The text may have tabs and line breaks, but no other control characters.';
  return typeof enter === 'boolean' && Object.keys(more).length === 0
    ? ''
    : 'A snippet has a name, a text, and whether Enter follows.';
}

/** What is wrong with a list of them; as `problemOf`. @param {Snippet[]} list */
export function problemIn(list) {
  if (list.length > COUNT_MAX) return `There can be at most ${COUNT_MAX} snippets.`;
  const problem = list.map((one) => problemOf(one)).find(Boolean);
  if (problem) return problem;
  return bytesOf(JSON.stringify(list)) > ALL_MAX_BYTES
    ? `All snippets together may have at most ${ALL_MAX_BYTES / 1024} KB.`
    : '';
}

/**
 * A copy of a list with one snippet at another place.
 * @param {Snippet[]} list
 * @param {number} from
 * @param {number} to
 */
export function moved(list, from, to) {
  const copy = [...list];
  copy.splice(to, 0, ...copy.splice(from, 1));
  return copy;
}

/**
 * Whether it is sent as typed text. Several lines, and tabs, which a shell completes, are pasted.
 * @param {string} text
 */
export function isTyped(text) {
  return !CONTROL.test(text);
}

/** The start of its text, in one line. @param {{text: string}} options */
export function previewOf({ text }) {
  const line = text
    .trim()
    .replace(/\s*\n\s*/g, ' ⏎ ')
    .replace(/\t/g, ' ');
  return line.length > PREVIEW_MAX_CHARS ? `${line.slice(0, PREVIEW_MAX_CHARS)}…` : line;
}
