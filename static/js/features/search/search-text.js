/** What the search over all sessions shows and speaks. */
import { plural } from '../../lib/format.js';

const tooMuch = 'Stopped early: there was too much to search.';

export const TEXT = {
  searchAll: 'Search all sessions',
  close: 'Close the search',
  scope: 'Search in',
  allSessions: 'All sessions',
  thisSession: 'This session',
  matchCase: 'Match case',
  regex: 'Regular expression',
  about: 'Searches the history of every pane.',
  resultsLabel: 'Matching lines',
  searching: 'Searching…',
  /** `3 matches in 2 of 5 panes (12,000 lines searched)` */
  progress: ({ panes, of, rows, matches }) => {
    const found =
      matches === 0 ? 'No matches' : matches === 1 ? '1 match' : `${matches.toLocaleString()} matches`;
    const where = panes === of ? plural(of, 'pane') : `${panes} of ${plural(of, 'pane')}`;
    return { found, text: `${found} in ${where} (${rows.toLocaleString()} lines searched)` };
  },
  stopped: (found, why) => `${found} · ${why}`,
  /** Why a search ended early, by the reason that the server gives. */
  ends: {
    results: 'There are more: search for something more specific.',
    rows: tooMuch,
    bytes: tooMuch,
    time: 'Stopped early: the search took too long.',
  },
  /** Of the history of a full-screen agent. */
  reconstructed: 'reconstructed',
  pane: (index) => `pane ${index}`,
  window: (index, name) => `${index}: ${name}`,
  moreInPane: 'This pane has more matches.',
};
