/** What the user reads and hears about pasting, copying and selecting. */
import { plural } from '../../lib/format.js';

export const TEXT = {
  noPermission: 'The browser does not let this page read the clipboard. Paste with the browser’s own key.',
  nothingToPaste: 'Nothing was pasted: the clipboard has neither text nor a picture.',
  guestCannotUpload: 'Guests cannot upload files.',

  pasteQuestion: (lines) => `Paste ${plural(lines, 'line')}?`,
  hasControlCharacters: 'It has control characters, which act like keys. ',
  runsEachLine: 'Each line will be entered separately; a shell runs them one by one.',
  runsLine: 'The line will be entered as typed; a shell runs it at once.',
  textToPaste: 'Text to paste',
  cancel: 'Cancel',
  asOneLine: 'Paste as one line',
  paste: 'Paste',

  pasting: (size) => `Pasting ${size}`,
  pasted: 'Pasted',
  percent: (value) => `${value} %`,
  stop: 'Stop',
  stoppedAfter: (sent, total) => `Stopped after ${sent} of ${total}.`,
  stoppedBecause: (reason) => `The paste stopped: ${reason}`,
  tooMuchWaits: 'too much text waits to be sent.',
  connectionEnded: 'the connection to this terminal ended.',

  copyTooLarge: 'A program tried to copy more than 100 KB; that is not allowed.',
  selectHint: (key) =>
    `A program uses the mouse here. Hold ${key} while you drag to select text and copy it.`,
  option: 'Option (⌥)',
  shift: 'Shift',
};
