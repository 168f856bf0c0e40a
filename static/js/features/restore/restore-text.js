/** What pages say about sessions that are gone, and about commands that ran in them. */
import { plural, windowsAndPanes } from '../../lib/format.js';

const sessions = (count) => plural(count, 'session');

export const TEXT = {
  region: 'Sessions that are gone',
  gone: (count, time) => `${sessions(count)} from ${time} are gone`,
  oneGone: (name, time) => `“${name}” from ${time} is gone`,
  about: (count) =>
    `tmux ended, as after a reboot. WebMux can make ${count === 1 ? 'it' : 'them'} again, ` +
    'with windows, folders and layouts.',
  history:
    'The text above the prompts was not saved. Save it from now on? It can contain secrets. ' +
    'It stays on this server, and only the user that WebMux runs as can read it.',
  saveHistory: 'Save histories',
  leaveHistory: 'Do not save them',
  historySaved: 'Histories are saved from now on. “webmux sessions history off” ends that.',
  historyLeft: 'Histories are not saved. “webmux sessions history on” changes that.',
  all: (count) => (count === 1 ? 'Restore' : 'Restore all'),
  choose: 'Choose',
  dismiss: 'Dismiss',
  dismissed: 'These sessions are no longer offered.',

  restoring: 'Restoring',
  progress: ({ sessions_done: done, sessions: all, windows_done: windows, windows: total }) =>
    `${done} of ${sessions(all)}, ${windows} of ${plural(total, 'window')}`,
  by: (user) => `Started by ${user}.`,

  restored: (done, all) =>
    done === all ? `${sessions(done)} restored` : `${done} of ${sessions(all)} restored`,
  renamed: (from, to) => `“${from}” is now “${to}”, because another session has its name.`,
  failed: (name, reason) => `“${name}” was not restored: ${reason}`,
  skipped: 'another session has its name.',
  problem: (name, problem) => `“${name}”: ${problem}`,
  more: (count) => `and ${count} more`,
  commandsAbout: 'Only shells run. A pane that ran a program offers to type its command.',
  done: 'Close',

  chooseTitle: 'Restore sessions',
  set: 'Saved',
  setName: (time, count) => `${time}, ${sessions(count)}`,
  everything: 'All of them',
  facts: ({ windows, panes }) => windowsAndPanes(windows, panes),
  states: {
    name_taken: 'A session has this name. It is restored with a number at its end.',
    settled: 'Was ended, dismissed or restored before.',
    runs: 'Runs now.',
  },
  restore: (count) => `Restore ${sessions(count)}`,
  nothing: 'Choose at least one session.',
  starting: 'Starting…',
  started: 'The sessions are being restored. The list of sessions shows how far it is.',
  noneSaved: 'No older sessions are saved: all that WebMux knows of run now.',

  strip: 'A command that ran in this pane',
  ran: 'ran here',
  ranElsewhere: 'ran in another pane',
  spoken: (command) => `${command} ran here. A strip over the terminal offers to type it.`,
  type: 'Type it',
  drop: 'Dismiss',
  typed: (command) => `${command} is at the prompt. Press Enter to run it.`,
};
