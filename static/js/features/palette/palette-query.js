/** What is typed into the palette, and what it finds. Pure. */
import { fuzzy, wordsOf, written } from '../../lib/fuzzy.js';

/**
 * What each first letter narrows the palette to; `named` is found by its name only, lest the list begin with hundreds.
 * `@` and `%` are what tmux writes before the ids of windows and panes.
 */
export const PREFIXES = Object.freeze([
  { prefix: '>', kinds: ['command'], title: 'Commands', placeholder: 'Run a command' },
  { prefix: '#', kinds: ['session', 'beside'], title: 'Sessions', placeholder: 'Go to a session' },
  {
    prefix: '@',
    kinds: ['window'],
    named: ['elsewhere'],
    title: 'Windows of this session, or of all by name',
    placeholder: 'Go to a window; type a name to search all sessions',
  },
  {
    prefix: '%',
    kinds: ['pane'],
    title: 'Panes of this session',
    placeholder: 'Go to a pane of this session',
  },
  { prefix: '!', kinds: ['snippet', 'snippets'], title: 'Snippets', placeholder: 'Type a snippet' },
  {
    prefix: '=',
    kinds: ['setting'],
    title: 'Settings',
    placeholder: 'Change a setting, for example: cursor bar',
  },
  {
    prefix: '?',
    kinds: ['prefix', 'help'],
    title: 'What you can type here',
    placeholder: 'What you can type here',
  },
]);
const ALL = Object.freeze({
  prefix: '',
  kinds: ['session', 'window', 'command'],
  named: ['snippet', 'split', 'elsewhere', 'setting'],
  placeholder: 'Sessions, windows, commands… ? for more',
});

/** @returns {{prefix: string, kinds: string[], placeholder: string, query: string}} */
export function parse(text) {
  const trimmed = text.trimStart();
  const mode = PREFIXES.find(({ prefix }) => trimmed.startsWith(prefix)) ?? ALL;
  const query = trimmed.slice(mode.prefix.length).trim();
  return { ...mode, kinds: query === '' ? mode.kinds : [...mode.kinds, ...(mode.named ?? [])], query };
}

/**
 * The entries that match, best first; where nothing is typed, and between equals, they stay in their order.
 * @param {{title: string, detail?: string, words?: string}[]} entries each word may be in the title, or else in the rest.
 * @returns {{entry: object, spots: Set<number>}[]}
 */
export function rank(entries, query) {
  const found = [];
  for (const entry of entries) {
    const match = matchOf(entry, query);
    if (match) found.push({ entry, ...match });
  }
  return query === '' ? found : found.sort((one, other) => other.score - one.score);
}

const ELSEWHERE = 0.4;

function matchOf({ title, detail = '', words = '' }, query) {
  const all = { score: 0, spots: new Set() };
  for (const word of wordsOf(query)) {
    const inTitle = fuzzy(word, title);
    // What is not shown, or not highlighted, is found by what stands there, not by letters strewn over it.
    const match = inTitle ?? written(word, `${detail} ${words}`);
    if (!match) return null;
    all.score += inTitle ? match.score : match.score * ELSEWHERE;
    if (inTitle) for (const spot of match.spots) all.spots.add(spot);
  }
  return all;
}
