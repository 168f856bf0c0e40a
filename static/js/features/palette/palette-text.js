/** What the palette shows and speaks; palette-field.js has the texts of its field. */
import { plural } from '../../lib/format.js';

export const TEXT = {
  matchesLabel: 'Matches',
  matches: (count) => (count === 1 ? '1 match' : `${count} matches`),
  noMatches: 'No matches.',
  loading: 'Loading…',
  partMissing: (why) => `Part of this list is missing: ${why}`,
  hints: [
    ['↑ ↓', 'choose'],
    ['Enter', 'run'],
    ['Esc', 'close'],
    ['>', 'commands'],
    ['#', 'sessions'],
    ['@', 'windows'],
    ['%', 'panes'],
    ['!', 'snippets'],
    ['=', 'settings'],
    ['?', 'help'],
  ],

  /** Titles and placeholders by the first letter; the last one is for text without such a letter. */
  prefixes: {
    '>': { title: 'Commands', placeholder: 'Run a command' },
    '#': { title: 'Sessions', placeholder: 'Go to a session' },
    '@': {
      title: 'Windows of this session, or of all by name',
      placeholder: 'Go to a window; type a name to search all sessions',
    },
    '%': { title: 'Panes of this session', placeholder: 'Go to a pane of this session' },
    '!': { title: 'Snippets', placeholder: 'Type a snippet' },
    '=': { title: 'Settings', placeholder: 'Change a setting, for example: cursor bar' },
    '?': { title: 'What you can type here', placeholder: 'What you can type here' },
    '': { placeholder: 'Sessions, windows, commands… ? for more' },
  },
  startWith: (prefix) => `start with ${prefix}`,

  shownHere: 'shown here',
  recorded: 'recorded',
  windows: (count) => plural(count, 'window'),
  panes: (count) => plural(count, 'pane'),
  inPlace: (name) => `in ${name}`,
  editSnippets: 'Add or change snippets',
  settings: 'Settings',

  current: 'current',
  choice: (setting, value) => `${setting}: ${value}`,
  theme: (name) => `Theme: ${name}`,
  themeKinds: { dark: 'dark theme', light: 'light theme' },
};
