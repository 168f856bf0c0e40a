/** What the page says about presets. */
import { plural } from '../../lib/format.js';

const made = (windows, panes) =>
  panes > windows ? `${plural(windows, 'window')}, ${plural(panes, 'pane')}` : plural(windows, 'window');

export const TEXT = {
  startFrom: 'Start from',
  empty: 'An empty session',
  emptyAbout: 'One window with your shell, or with a command',
  find: 'Find a preset',
  noMatch: 'No preset matches.',
  about: ({ description, windows, panes, folder }) =>
    [description, made(windows, panes), folder].filter(Boolean).join(' · '),
  sources: { file: 'webmux.toml', shared: (owner) => `from ${owner}` },
  manage: 'Manage presets',
  run: 'Run its commands now',
  runAbout: 'Otherwise they are typed into their panes, and you press Enter.',
  runs: 'Its commands start at once, because they are written in webmux.toml.',
  commands: (commands) => `Commands: ${commands.join(', ')}`,
  nameAbout: (name) => `Leave it empty to call the session “${name}”.`,
  isRunning: (name) => `“${name}” runs already. Open it, or type another name.`,
  open: (name) => `Open “${name}”`,

  save: 'Save as preset',
  saveTitle: (name) => `Save “${name}” as a preset`,
  saveAbout:
    'A preset has the windows, their layouts and folders. “New session” makes another session from it.',
  saving: 'Saving…',
  name: 'Name',
  description: 'Description (optional)',
  withCommands: 'Commands that run now',
  commandsSaved: 'Save them, to be typed later',
  commandsLeft: 'Leave them out',
  commandsAbout: 'Leave them out if a command contains a password.',
  saved: (name) => `Preset “${name}” saved. “New session” offers it.`,
  replaceTitle: (name) => `Replace preset “${name}”?`,
  replaceAbout: 'You have a preset of this name already.',
  replace: 'Replace preset',

  presets: 'Presets',
  none: 'You have no presets. Save one from a session: “Save as preset” on its card or in the palette.',
  listAbout: '“New session” offers them. Presets of webmux.toml are changed in that file.',
  done: 'Done',
  rename: 'Rename',
  renameTitle: (name) => `Rename preset “${name}”`,
  delete: 'Delete',
  deleteTitle: (name) => `Delete preset “${name}”?`,
  deleteAbout: 'Sessions that were made from it stay as they are.',
  deleted: (name) => `Preset “${name}” was deleted.`,
  share: 'Share with all',
  unshare: 'Stop sharing',
  shared: (name) => `All operators can now use preset “${name}”.`,
  unshared: (name) => `Only you can now use preset “${name}”.`,
  isShared: 'shared',
  actionOn: (action, name) => `${action}: ${name}`,
};
