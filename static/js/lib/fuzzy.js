/** Finding by a few letters: `spr` finds “Split right”. Pure. */

const QUERY_MAX = 64;
const TEXT_MAX = 160;
const [START_OF_TEXT, START_OF_WORD, NEXT_TO_LAST] = [12, 8, 9];
const GAP_MAX = 5;

const fold = (text, most) =>
  Array.from(text)
    .slice(0, most)
    .map((character) => character.toLowerCase().normalize('NFD').charAt(0));
const isWord = (character) => /[\p{L}\p{N}]/u.test(character);

/**
 * Whether all words of `query` are in `text`, their letters in order, case and accents aside.
 * @returns {{score: number, spots: Set<number>}|null} the best such place: more is better; `spots` are the characters
 *   (code points) that matched. An empty query matches everything with score 0.
 */
export function fuzzy(query, text) {
  const folded = fold(text, TEXT_MAX);
  const found = { score: 0, spots: new Set() };
  for (const word of wordsOf(query)) {
    const path = bestPath(fold(word, QUERY_MAX), folded);
    if (path === null) return null;
    found.score += path.score;
    for (let at = path; at; at = at.before) found.spots.add(at.spot);
  }
  // Of two that match alike the shorter is nearer to what was typed.
  if (found.spots.size > 0) found.score -= folded.length / TEXT_MAX;
  return found;
}

/**
 * Whether `word` stands in `text` as it is, case and accents aside.
 * @returns {{score: number}|null} more at the start of a word.
 */
export function written(word, text) {
  const [sought, folded] = [fold(word, QUERY_MAX).join(''), fold(text, TEXT_MAX).join('')];
  let found = null;
  for (let at = folded.indexOf(sought); at >= 0; at = folded.indexOf(sought, at + 1)) {
    if (at === 0 || !isWord(folded[at - 1])) return { score: sought.length * START_OF_WORD };
    found = { score: sought.length };
  }
  return found;
}

/** The words of a query, without blanks. */
export function wordsOf(query) {
  return query.trim().split(/\s+/).filter(Boolean);
}

/** `text` cut where matching begins and ends, for highlights. @returns {{text: string, hit: boolean}[]} */
export function pieces(text, spots) {
  const cut = [];
  Array.from(text).forEach((character, spot) => {
    const hit = spots.has(spot);
    if (cut.at(-1)?.hit === hit) cut.at(-1).text += character;
    else cut.push({ text: character, hit });
  });
  return cut;
}

/** Letter by letter, the best way to have come to each place in the text. */
function bestPath(word, text) {
  let row = null;
  for (const letter of word) {
    row = nextRow(letter, text, row);
    if (row.length === 0) return null;
  }
  return best(row);
}

function nextRow(letter, text, before) {
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

const nearness = (from, to) => (to === from + 1 ? NEXT_TO_LAST : -Math.min(to - from - 1, GAP_MAX));

function placeOf(text, spot) {
  if (spot === 0) return START_OF_TEXT;
  return isWord(text[spot]) && !isWord(text[spot - 1]) ? START_OF_WORD : 0;
}

function best(paths, valueOf = (path) => path.score) {
  return paths.reduce((top, path) => (top === null || valueOf(path) > valueOf(top) ? path : top), null);
}
