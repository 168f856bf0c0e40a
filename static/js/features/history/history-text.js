/** Texts of the history, of finding on the screen and of scrolling back. */

const COPY_MODE = 'tmux is in copy mode: keys scroll and select, and the screen does not change.';

export const TEXT = {
  // history.js, history-view.js, history-frame.js
  history: 'History',
  lines: 'Lines of the history',
  pane: 'Pane',
  paneOption: (index, command, isTranscript) =>
    `Pane ${index}: ${command}${isTranscript ? ' (reconstructed)' : ''}`,
  reconstructed: 'Reconstructed',
  reconstructedTitle:
    'tmux stores no history of a full-screen program. These lines are from captures of its screen.',
  gap: 'Lines may be missing here',
  position: (line, count) => `Line ${line.toLocaleString()} of ${count.toLocaleString()}`,
  wrap: 'Wrap lines',
  copy: 'Copy the selection',
  close: 'Close the history',
  newOutput: 'New output ↓',
  selectFirst: 'Select some text first.',
  noPane: 'That pane no longer exists.',
  noLine: 'That line is no longer in the history.',
  noServer: 'That line belonged to a tmux server that has ended.',

  // screen-find.js, history-find.js, history-search.js
  findOnScreen: 'Find on the screen',
  findInHistory: 'Find in the history',
  matchOf: (place, count) => `${place} of ${count}`,
  searching: 'Searching…',
  noResults: 'No results',
  noResultsOnScreen: 'No results on screen',
  inHistory: (count, hasMore) =>
    `Not on screen · ${count}${hasMore ? ' or more' : ''} in the history: press Enter`,

  // scrollback-chip.js
  scrolledBack: 'Scrolled back',
  jumpToEnd: ' · Jump to end',
  copyMode: ' · copy mode',
  copyModeTitle: COPY_MODE,
  newOutputTitle: `${COPY_MODE} The program has printed more since.`,
  leaveCopyMode: (title) => `${title} Press to leave copy mode.`,
};
