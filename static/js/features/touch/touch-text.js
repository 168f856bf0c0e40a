/** Texts of touch screens. */

export const TEXT = {
  // key-bar.js
  keyBar: 'Keys for the terminal',
  keyRow: 'Keys',
  additionalKeys: 'Additional keys',
  moreKeys: 'More keys',
  keyboard: 'Keyboard',
  tools: 'Tools',
  modifier: {
    off: (name) => name,
    once: (name) => `${name}, on for the next key`,
    locked: (name) => `${name}, locked`,
  },

  // touch-tools.js
  compose: 'Compose',
  paste: 'Paste',
  pasteByHand: 'This page cannot read the clipboard. Long-press the field to paste.',
  select: 'Select',
  upload: 'Upload',
  uploadFiles: 'Upload files',
  fit: 'Fit',
  fitTitle: 'Make the terminal smaller while the keyboard is up',
  giveBack: 'Give back',
  giveBackSize: 'Give back the size',

  // touch-size.js, bar-visibility.js, gesture-bindings.js
  takeSize: 'Resize to this window',
  showKeys: 'Keys',
  toolbar: 'Show or hide the toolbar',
  fontSize: (px) => `${px} px`,

  // select-panel.js
  selectText: 'Select text',
  emptyScreen: 'The screen is empty.',
  copyAll: 'Copy all',
  history: 'History',
  close: 'Close',

  // key-bar-editor.js
  keysOfRow: 'Keys of the row',
  moved: (name, place) => `${name} is now key ${place}.`,
  removed: (name) => `${name} is removed.`,
  added: (name) => `${name} is added.`,
  wasReset: 'The row is reset to its default.',
  notSaved: (reason) => `Not saved: ${reason}`,
  tooManyKeys: (most) => `A row has at most ${most} keys.`,
  noKey: 'Enter a key, a chord or a text first.',
  reset: 'Reset to default',
  moveEarlier: 'Move earlier',
  moveLater: 'Move later',
  remove: 'Remove',
  actionOnKey: (action, name) => `${action}: ${name}`,
  addKey: 'Add a key',
  add: 'Add',
  addHint: 'A name such as home or f5, a chord such as C-w (Ctrl) or M-x (Alt), or a text to type.',
};
