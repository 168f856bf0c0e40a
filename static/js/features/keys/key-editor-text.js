/** Texts of the key editor. */
export const TEXT = {
  about: 'Add a key by pressing it. Changes apply in all your browsers.',
  resetAll: 'Reset all keys',
  add: 'Add',
  addFor: (action) => `Add a key for: ${action}`,
  reset: 'Reset',
  resetFor: (action) => `Reset the keys of: ${action}`,
  removeFrom: (chord, action) => `Remove ${chord} from: ${action}`,
  noKey: 'no key',
  pressIt: 'Press it…',
  pressTogether: 'Press the keys together. Escape cancels.',
  assign: 'Assign',
  cancel: 'Cancel',
  notSaved: (why) => `The keys work on this page, but could not be saved: ${why}`,

  // own-keys.js
  singleKey: 'A single key belongs to the terminal: press Ctrl, Alt or Command with it.',
  shiftTypes: 'Shift with a key types text: press Ctrl, Alt or Command as well.',
  usedBy: (action) => `Already used by “${action}”. Assign anyway?`,
  reserved:
    'The browser or the system uses it. ' +
    'It can work only in an installed app, or in full screen with all keys.',
  developerTools: 'It opens the developer tools in some browsers. If it does so here, choose another.',
  functionKey: 'Programs such as htop, mc and nano use it and would no longer get it.',
  ctrlKey: 'Programs in the terminal use Ctrl with a key and would no longer get it.',
  altKey: 'The shell and editors use Alt with a key (Meta) and would no longer get it.',
  altGr: 'On many keyboards Ctrl+Alt is AltGr, which types a character.',
  unicodeInput: 'Linux uses it to type a character by its code.',
};
