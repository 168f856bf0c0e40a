/** A unified difference as lines, side by side if wanted, with the words that changed. Pure. */

/**
 * @typedef {'hunk'|'same'|'added'|'removed'|'note'} LineKind
 * @typedef {object} Line
 * @property {LineKind} kind
 * @property {number|null} before its number in the last commit.
 * @property {number|null} after its number in the working tree.
 * @property {string} text
 * @property {[number, number]} [changed] where the changed words begin and end.
 */

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;
const WORDS_MAX_CHARS = 1000; // a longer line has no marks for words
const COMMON_MIN = 0.3; // with less in common, marks would only cover the line
const LINE_MAX_CHARS = 2000;

/**
 * The lines of a difference, without its header.
 * @param {string} text
 * @returns {Line[]}
 */
export function linesOfDiff(text) {
  /** @type {Line[]} */
  const lines = [];
  let before = 0;
  let after = 0;
  let inHunk = false;
  for (const raw of text.split('\n')) {
    const hunk = HUNK.exec(raw);
    if (hunk) {
      [before, after] = [Number(hunk[1]), Number(hunk[2])];
      inHunk = true;
      lines.push({ kind: 'hunk', before: null, after: null, text: raw });
    } else if (inHunk) {
      const line = lineOf(raw, before, after);
      if (line === null) continue;
      if (line.before !== null) before += 1;
      if (line.after !== null) after += 1;
      lines.push(line);
    }
  }
  markWords(lines);
  return lines;
}

/** @param {string} raw @param {number} before @param {number} after @returns {Line|null} */
function lineOf(raw, before, after) {
  const text = shortened(raw.slice(1));
  switch (raw[0]) {
    case ' ':
      return { kind: 'same', before, after, text };
    case '+':
      return { kind: 'added', before: null, after, text };
    case '-':
      return { kind: 'removed', before, after: null, text };
    case '\\':
      return { kind: 'note', before: null, after: null, text: text.trim() };
    default:
      return null;
  }
}

/** @param {string} text */
const shortened = (text) =>
  text.length > LINE_MAX_CHARS
    ? `${text.slice(0, LINE_MAX_CHARS).toWellFormed()} … ${text.length - LINE_MAX_CHARS}`
    : text;

/** What a difference says that has no lines, such as that a file is binary. @param {string} text */
export function remarkOf(text) {
  const remark = text
    .split('\n')
    .find((line) => /^(Binary files|old mode|similarity|Submodule|deleted file|new file)/.test(line));
  return remark ?? '';
}

/** Marks what differs between removed lines and the added ones that replace them. @param {Line[]} lines */
function markWords(lines) {
  for (const [removed, added] of pairs(lines)) {
    if (removed === null || added === null) continue;
    const range = rangesOf(removed.text, added.text);
    if (range !== null) [removed.changed, added.changed] = range;
  }
}

/**
 * Lines as two columns: a removed line beside the added one that replaces it.
 * @param {Line[]} lines
 * @returns {[Line|null, Line|null][]} a line of both columns twice.
 */
export function pairs(lines) {
  /** @type {[Line|null, Line|null][]} */
  const found = [];
  /** @type {Line[]} */
  let removed = [];
  /** @type {Line[]} */
  let added = [];
  const flush = () => {
    for (let at = 0; at < Math.max(removed.length, added.length); at += 1)
      found.push([removed[at] ?? null, added[at] ?? null]);
    [removed, added] = [[], []];
  };
  for (const line of lines) {
    if (line.kind === 'removed') {
      if (added.length > 0) flush();
      removed.push(line);
    } else if (line.kind === 'added') added.push(line);
    else {
      flush();
      found.push([line, line]);
    }
  }
  flush();
  return found;
}

/**
 * Where two texts differ: all between their common beginning and their common end.
 * @param {string} before
 * @param {string} after
 * @returns {[[number, number], [number, number]]|null} null if they have too little in common.
 */
function rangesOf(before, after) {
  const shorter = Math.min(before.length, after.length);
  if (Math.max(before.length, after.length) > WORDS_MAX_CHARS || before === after) return null;
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  start = wordStart(before, start);
  const blank = before.slice(0, start).trim().length + before.slice(before.length - end).trim().length;
  if (blank < COMMON_MIN * before.trim().length) return null;
  return [
    [start, before.length - end],
    [start, after.length - end],
  ];
}

/** The start of the word at a place, never in a surrogate pair. @param {string} text @param {number} at */
function wordStart(text, at) {
  while (at > 0 && /[\p{L}\p{N}_\ud800-\udfff]/u.test(text[at - 1])) at -= 1;
  return at;
}
