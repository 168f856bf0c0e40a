/** Finds by a few letters: `spr` finds “Split right”. Pure. */

/**
 * A way to match letters: where the last one is, and the way to the one before it.
 * @typedef {{score: number, spot: number, before: Path|null}} Path
 */

const QUERY_MAX = 64;
const TEXT_MAX = 160;
const [START_OF_TEXT, START_OF_WORD, NEXT_TO_LAST] = [12, 8, 9];
const GAP_MAX = 5;

/** @param {string} text @param {number} most */
const fold = (text, most) =>
  Array.from(text)
    .slice(0, most)
    .map((character) => character.toLowerCase().normalize('NFD').charAt(0));
/** @param {string} character */
const isWord = (character) => /[\p{L}\p{N}]/u.test(character);

/**
 * Whether all words of `query` are in `text`, their letters in order, ignoring case and accents.
 * @param {string} query
 * @param {string} text
 * @returns {{score: number, spots: Set<number>}|null} the best such place: more is better; `spots` are the
 *   characters
 *   (code points) that matched. An empty query matches everything with score 0.
 */
export function fuzzy(query, text) {
  const folded = fold(text, TEXT_MAX);
  /** @type {{score: number, spots: Set<number>}} */
  const found = { score: 0, spots: new Set() };
  for (const word of wordsOf(query)) {
    const path = bestPath(fold(word, QUERY_MAX), folded);
    if (path === null) return null;
    found.score += path.score;
    /** @type {Path|null} */
    let at = path;
    for (; at; at = at.before) found.spots.add(at.spot);
  }
  // Of two that match alike the shorter is nearer to what was typed.
  if (found.spots.size > 0) found.score -= folded.length / TEXT_MAX;
  return found;
}

/**
 * Whether `word` stands in `text` as it is, ignoring case and accents.
 * @param {string} word
 * @param {string} text
 * @returns {{score: number}|null} more at the start of a word.
 */
export function written(word, text) {
  const [sought, folded] = [fold(word, QUERY_MAX).join(''), fold(text, TEXT_MAX).join('')];
  /** @type {{score: number}|null} */
  let found = null;
  for (let at = folded.indexOf(sought); at >= 0; at = folded.indexOf(sought, at + 1)) {
    if (at === 0 || !isWord(folded[at - 1])) return { score: sought.length * START_OF_WORD };
    found = { score: sought.length };
  }
  return found;
}

/** The words of a query, without blanks. @param {string} query */
export function wordsOf(query) {
  return query.trim().split(/\s+/).filter(Boolean);
}

/**
 * The text in pieces that match and pieces that do not, for highlights.
 * @param {string} text
 * @param {Set<number>} spots
 * @returns {{text: string, hit: boolean}[]}
 */
export function pieces(text, spots) {
  /** @type {{text: string, hit: boolean}[]} */
  const cut = [];
  Array.from(text).forEach((character, spot) => {
    const hit = spots.has(spot);
    const last = cut.at(-1);
    if (last?.hit === hit) last.text += character;
    else cut.push({ text: character, hit });
  });
  return cut;
}

/**
 * Letter by letter, the best way to have come to each place in the text.
 * @param {string[]} word
 * @param {string[]} text
 */
function bestPath(word, text) {
  /** @type {Path[]|null} */
  let row = null;
  for (const letter of word) {
    row = nextRow(letter, text, row);
    if (row.length === 0) return null;
  }
  return row && best(row);
}

/** @param {string} letter @param {string[]} text @param {Path[]|null} before */
function nextRow(letter, text, before) {
  /** @type {Path[]} */
  const row = [];
  text.forEach((character, spot) => {
    if (character !== letter) return;
    const from =
      before &&
      best(
        before.filter((path) => path.spot < spot),
        (path) => path.score + nearness(path.spot, spot),
      );
    if (before && !from) return;
    const score = (from ? from.score + nearness(from.spot, spot) : 0) + placeOf(text, spot);
    row.push({ score, spot, before: from });
  });
  return row;
}

/** @param {number} from @param {number} to */
const nearness = (from, to) => (to === from + 1 ? NEXT_TO_LAST : -Math.min(to - from - 1, GAP_MAX));

/** @param {string[]} text @param {number} spot */
function placeOf(text, spot) {
  if (spot === 0) return START_OF_TEXT;
  return isWord(text[spot]) && !isWord(text[spot - 1]) ? START_OF_WORD : 0;
}

/** @param {Path[]} paths @param {(path: Path) => number} [valueOf] */
function best(paths, valueOf = (path) => path.score) {
  return paths.reduce(
    (/** @type {Path|null} */ top, path) => (top === null || valueOf(path) > valueOf(top) ? path : top),
    null,
  );
}
