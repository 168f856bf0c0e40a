/** What the page shows and speaks of tmux's own interface: keys, dialogs, lists, and its own view. */
import { plural } from '../../lib/format.js';

export const TEXT = {
  // prefix-keys.js
  waiting: (table) => (table === 'prefix' ? 'prefix' : `key table “${table}”`),
  repeating: 'prefix, repeats',
  waits: (table) => `tmux waits for a key of ${TEXT.waiting(table)}.`,
  notBound: (keys) => `${keys} is not bound in tmux.`,
  keysFailed: 'The keys of tmux did not load.',
  describe: 'Press a key after the prefix to read what it does.',
  does: (keys, note) => `${keys}: ${note}`,
  bindings: 'Keys after the prefix',

  // binding-runner.js
  noMeaning: 'This key of tmux means nothing in a browser.',
  noSession: 'There is no other session.',

  // tmux-forms.js
  renameWindow: 'Rename window',
  renameSession: 'Rename session',
  rename: 'Rename',
  name: 'Name',
  goToWindow: 'Go to a window',
  index: 'Number of the window',
  go: 'Go',
  moveWindow: 'Move this window',
  newIndex: 'New number',
  move: 'Move',
  killPane: 'End this pane?',
  killWindow: (name) => `End window “${name}”?`,
  killText: 'Its programs end too. Y ends it, N leaves it.',
  kill: 'End',
  command: 'tmux command',
  commandField: 'Command',
  commandHint: 'As at tmux’s own prompt, for example: split-window -h',
  run: 'Run',

  // status-line.js
  statusLine: 'tmux’s status line',

  // text-panel.js
  printed: 'Printed by tmux',
  close: 'Close',
  nothingPrinted: 'tmux printed nothing.',

  // pane-numbers.js
  numbers: 'Press the number of a pane',
  goToPane: (index) => `Go to pane ${index}`,

  // ghost-view.js
  ghost: 'tmux’s own view',
  ghostHint: 'Hold Esc to close',
  ghostClose: 'Close tmux’s own view',
  ghostOpened: 'This is tmux’s own view. Hold Escape to close it.',
  ghostClosed: 'tmux’s own view is closed.',
  ghostFailed: (reason) => `tmux’s own view did not open: ${reason}`,
  ghostLabel: 'tmux’s own view of the session',
  ghostLost: 'the connection ended.',

  // broadcast.js
  broadcast: 'Type in several panes',
  broadcastText: 'What you type in one of these panes goes to all of them.',
  start: 'Start',
  needTwo: 'Choose at least two panes.',
  onePane: 'This window has only one pane.',
  pane: (place, { title, command }) =>
    [`${place}: ${command}`, title !== command && title].filter(Boolean).join(' · '),
  typing: (count) => `Typing in ${plural(count, 'pane')}`,
  stop: 'Stop',
  stopped: 'You type in one pane again.',
};
