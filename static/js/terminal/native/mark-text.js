/** What a shell says with `OSC 133`: prompt, input, output, end of a command with its exit status. Pure. */

/** A longer one is ignored. Shells send the whole command line with some marks, but not more than that. */
const MARK_MAX_CHARS = 8192;
const STATUS = /^\d{1,3}$/;
const STATUS_MAX = 255;
/** `N` is a prompt after a command of which the shell did not report the end. */
const KINDS = new Map([
  ['A', 'prompt'],
  ['N', 'prompt'],
  ['B', 'input'],
  ['C', 'output'],
  ['D', 'end'],
]);
/** Fields of a prompt in the middle of a command, and of one on the right side of the screen. */
const PARTS = new Set(['k=s', 'k=c', 'k=r']);

/**
 * @typedef {{kind: 'prompt'|'input'|'output'|'end', status: number|null}} Mark `status` only of `end`, and
 *   null if the shell did not send one.
 */

/**
 * The mark of `OSC 133 ;`; null if it is none, or not one that matters.
 * Source: the semantic prompts of FinalTerm, as iTerm2, kitty and WezTerm document them.
 * @param {string} data
 * @returns {Mark|null}
 */
export function markOf(data) {
  if (data.length > MARK_MAX_CHARS) return null;
  const [letter, ...fields] = data.split(';', 32);
  const kind = /** @type {Mark['kind']|undefined} */ (KINDS.get(letter));
  if (kind === undefined || (kind === 'prompt' && fields.some((field) => PARTS.has(field)))) return null;
  return { kind, status: kind === 'end' ? statusOf(fields[0]) : null };
}

/** @param {string|undefined} text */
function statusOf(text) {
  const status = text !== undefined && STATUS.test(text) ? Number(text) : null;
  return status !== null && status <= STATUS_MAX ? status : null;
}
