/** What hint mode shows and speaks. */
import { plural } from '../../lib/format.js';

export const TEXT = {
  title: 'Copy an address, a path or a hash',
  opened: (count) => `${plural(count, 'text')} on the screen. Type the letters of one to copy it.`,
  nothing: 'No address, path or hash is on the screen.',
  copies: 'Letters copy',
  opens: 'Letters open',
  tapCopies: 'A tap copies',
  tapOpens: 'A tap opens',
  openInstead: 'Open instead',
  toggle: 'Open instead of copying',
  shift: 'Shift: open',
  leave: 'Esc: leave',
  close: 'Leave',
  copy: (text) => `Copy ${text}`,
  open: (text) => `Open ${text}`,
  noFile: (path) => `There is no file ${path} here.`,
  hashCopied: 'A hash cannot be opened. It was copied.',
};
