/** What lists of sessions and the dialogs about sessions show and speak. */
export const TEXT = {
  recording: 'REC',
  isRecorded: 'This session is being recorded',
  size: 'columns × rows',
  viewersTitle: 'Browsers that have it open',
  attached: (count) => `${count} attached`,
  attachedTitle: 'tmux clients',
  watch: 'Watch without attaching',
  watchSession: (name) => `Watch session ${name} without attaching`,
  savePreset: 'Save as preset',
  saveSession: (name) => `Save session ${name} as a preset`,
  rename: 'Rename',
  renameSession: (name) => `Rename session ${name}`,
  kill: 'Kill',
  killSession: (name) => `Kill session ${name}`,
  alerts: {
    bell: (windows) => `Bell in ${windows}`,
    done: (windows) => `Command finished in ${windows}`,
    silence: (windows) => `Silence in ${windows}`,
    activity: (windows) => `Activity in ${windows}`,
  },

  agents: {
    waiting: (count) => (count > 1 ? `${count} need you` : 'needs you'),
    working: (count) => (count > 1 ? `${count} working` : 'working'),
    done: (count) => (count > 1 ? `${count} done` : 'done'),
  },
  anAgent: 'agent',
  agentNames: (names) => ` (${names})`,
  agentSince: (name, age) => `${name}: for ${age}`,

  sessions: 'Sessions',
  hideRail: 'Hide the sessions',
  listEnded: (reason) => `This list is no longer updated: ${reason}. Reload the page to continue.`,

  newSession: 'New session',
  optionalName: 'Name (optional)',
  optionalNameHint: (hint) => `${hint} Leave it empty and tmux numbers it.`,
  folder: 'Folder (optional)',
  folderHint: 'An absolute path on the server, or ~.',
  command: 'Command (optional)',
  commandHint: 'Runs instead of your shell.',
  afterCommand: 'When the command ends',
  endSession: 'End the session',
  keepShell: 'Keep a shell open',
  create: 'Create session',
  creating: 'Creating…',
  renameTitle: 'Rename session',
  renaming: 'Renaming…',
  killTitle: (name) => `Kill session “${name}”?`,
  killEnds: (windows) =>
    windows === 1
      ? 'This ends its only window and everything running in it. This cannot be undone.'
      : `This ends all ${windows} windows and everything running in them. This cannot be undone.`,
  killAction: 'Kill session',
  killing: 'Ending…',
};
