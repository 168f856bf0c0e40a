/** Which kinds of entries a text in the palette asks for, and which entries match it. Pure. */
import { fuzzy, wordsOf, written } from '../../lib/fuzzy.js';

/**
 * @typedef {object} Mode
 * @property {string} prefix the first letter of the text.
 * @property {string[]} kinds the kinds of entries that are offered.
 * @property {string[]} [namedKinds] kinds that are found by name only: they may have hundreds of entries.
 */

/** `@` and `%` are the first letters of tmux's ids of windows and panes. @type {readonly Mode[]} */
export const PREFIXES = Object.freeze([
  { prefix: '>', kinds: ['command'] },
  { prefix: '#', kinds: ['session', 'sessionCommand'] },
  { prefix: '@', kinds: ['window'], namedKinds: ['otherWindow'] },
  { prefix: '%', kinds: ['pane'] },
  { prefix: '!', kinds: ['snippet', 'snippetCommand'] },
  { prefix: '=', kinds: ['setting'] },
  { prefix: '?', kinds: ['prefix', 'help'] },
]);
/** @type {Mode} */
const ALL = {
  prefix: '',
  kinds: ['session', 'window', 'command'],
  namedKinds: ['snippet', 'splitPane', 'otherWindow', 'setting'],
};

/** @returns {{prefix: string, kinds: string[], query: string}} */
export function parse(text) {
  const trimmed = text.trimStart();
  const { prefix, kinds, namedKinds = [] } = PREFIXES.find((one) => trimmed.startsWith(one.prefix)) ?? ALL;
  const query = trimmed.slice(prefix.length).trim();
  return { prefix, kinds: query === '' ? kinds : [...kinds, ...namedKinds], query };
}

/**
 * The entries that match, best first. Without a query, and between equal matches, their order stays.
 * @template {{title: string, detail?: string, words?: string}} T
 * @param {T[]} entries each word of the query must be in the title or in the other texts.
 * @param {string} query
 * @returns {{entry: T, score: number, spots: Set<number>}[]} `spots` are the matches in the title.
 */
export function rank(entries, query) {
  const found = [];
  for (const entry of entries) {
    const match = matchOf(entry, query);
    if (match) found.push({ entry, ...match });
  }
  return query === '' ? found : found.sort((one, other) => other.score - one.score);
}

/** How much a match outside the title counts. */
const OUTSIDE_TITLE = 0.4;

function matchOf({ title, detail = '', words = '' }, query) {
  const all = { score: 0, spots: /** @type {Set<number>} */ (new Set()) };
  for (const word of wordsOf(query)) {
    const inTitle = fuzzy(word, title);
    // Other texts are not highlighted, so scattered letters in them are no match.
    const outside = inTitle ? null : written(word, `${detail} ${words}`);
    if (!inTitle && !outside) return null;
    all.score += inTitle ? inTitle.score : outside.score * OUTSIDE_TITLE;
    for (const spot of inTitle?.spots ?? []) all.spots.add(spot);
  }
  return all;
}
