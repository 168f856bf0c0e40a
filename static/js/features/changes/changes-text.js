/** What the changes of a repository show and speak. */
import { plural } from '../../lib/format.js';

/** @type {Record<string, string>} */
const LETTERS = { A: 'added', C: 'copied', D: 'deleted', M: 'changed', R: 'renamed', T: 'type changed' };

export const TEXT = {
  refresh: 'Refresh',
  back: 'All changed files',
  split: 'Side by side',
  files: 'Changed files',
  detached: 'no branch',
  ahead: (count) => `${plural(count, 'commit')} ahead`,
  behind: (count) => `${plural(count, 'commit')} behind`,
  clean: 'Nothing differs from the last commit.',
  counted: (count) => `${plural(count, 'file')} changed`,
  cappedFiles: (shown, total, more) =>
    `The first ${shown} of ${more ? 'more than ' : ''}${total} files are shown. ` +
    'Ignore generated files in .gitignore to see the rest.',
  letter: (letter) => LETTERS[letter] ?? 'changed',
  staged: 'staged',
  partlyStaged: 'partly staged',
  untracked: 'new',
  conflict: 'conflict',
  added: (count) => `${plural(count, 'line')} added`,
  removed: (count) => `${plural(count, 'line')} removed`,
  commented: (count) => plural(count, 'comment'),
  large: 'This file has more than 2 MiB, so it is not compared. Open it in the terminal.',
  noLines: 'No line differs.',
  cut: (left) =>
    left > 0
      ? `Only the first 1 MiB is shown. About ${plural(left, 'changed line')} more: see git diff.`
      : 'Only the first 1 MiB is shown. See git diff for the rest.',
  moreLines: (count) => `Show ${plural(count, 'more line')}`,
  diffOf: (path) => `Changes of ${path}`,
  keys: 'Arrow keys choose a line, Shift extends, Enter comments.',
  line: { same: 'unchanged', added: 'added', removed: 'removed', hunk: 'part', note: 'note' },
  spokenLine: (number, kind, text) => `Line ${number}, ${kind}: ${text}`,
  commentOn: (place) => `Comment on ${place}`,
  comment: (from, to) => (from === to ? `Comment on line ${from}` : `Comment on lines ${from} to ${to}`),
  extendUp: 'Add the line above',
  extendDown: 'Add the line below',
  close: 'Close',
  deleteComment: 'Delete',
  tooManyComments: 'You have 200 comments. Send or discard them first.',
  collected: (count) => plural(count, 'comment'),
  send: 'Send to pane',
  sendHint: 'Pastes all comments into the pane. You press Enter there.',
  discard: 'Discard',
  discardQuestion: (count) => `Discard ${plural(count, 'comment')}?`,
  discardWhy: 'Their text is deleted.',
  readOnly: 'You cannot type in this session now. Your comments stay here.',
  otherPane: 'Send to the active pane?',
  otherPaneWhy: 'You commented on the changes of another pane. To send there, cancel and switch to it.',
  sendHere: 'Send here',
  sent: (count) => `Pasted ${plural(count, 'comment')}. Press Enter in the terminal to send.`,
  notSent: 'Not pasted: the connection was lost. Your comments stay here; send them again.',
};
