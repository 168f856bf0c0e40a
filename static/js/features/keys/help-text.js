/** Texts of the help: hints that no table of the page has. Each new feature adds its rows here. */

export const TEXT = {
  title: 'Keys and help',
  close: 'Close',
  chooseKeys: 'Choose your keys',
  keys: 'Keys',
  keyboard: 'Keyboard',
  pc: 'Linux and Windows',
  mac: 'Mac',
  notHere: 'not on this page',
  inPalette: 'in the palette',
  abilities: 'What this browser can do',
  worksHere: 'works here.',
};

/**
 * @typedef {object} HelpSection
 * @property {string} id
 * @property {string} title
 * @property {string} [text]
 * @property {[string[], string][]} rows keys or gestures, and what they do.
 */

/** @type {readonly HelpSection[]} */
export const HELP = Object.freeze([
  {
    id: 'tmux',
    title: 'tmux itself',
    text:
      'tmux has its own keys, and all of them work here: press the prefix, then one more key. ' +
      'The prefix is Ctrl+B, unless tmux.conf on the server sets another.',
    rows: [
      [['Ctrl+B', 'C'], 'New window'],
      [['Ctrl+B', 'N'], 'Next window; with P the previous one, with a digit the window of that number'],
      [['Ctrl+B', ','], 'Rename the window'],
      [['Ctrl+B', '%'], 'Split, side by side'],
      [['Ctrl+B', '"'], 'Split, one above the other'],
      [['Ctrl+B', 'O'], 'Next pane; with an arrow key the pane on that side'],
      [['Ctrl+B', 'Z'], 'Zoom the pane; again to undo it'],
      [['Ctrl+B', '['], 'Copy mode: scroll and search with the keyboard; Q leaves it'],
      [['Ctrl+B', 'D'], 'Detach; the session keeps running'],
      [['Ctrl+B', '?'], 'All keys of tmux'],
    ],
  },
  {
    id: 'mouse',
    title: 'Mouse and selection',
    rows: [
      [['Drag'], 'Select text within one pane; if a program uses the mouse, it gets the drag instead'],
      [['Alt + drag'], 'Select a block; not on a Mac'],
      [['Click a pane'], 'Makes it the active one; drag a border to resize panes'],
      [['Shift + drag'], 'Select text even if a program uses the mouse (on a Mac: Option + drag)'],
      [['Double click'], 'Select a word; a triple click selects the line'],
      [['Ctrl+C'], 'Copies the selection; if there is none, interrupts the program'],
      [['Ctrl+click'], 'On a link: opens it in a new tab (on a Mac: ⌘+click); Shift+click does as well'],
      [
        ['Turn the wheel'],
        'Scrolls the history or a full-screen program; ' +
          'if tmux or a program uses the mouse, it gets the wheel',
      ],
      [['Shift + wheel'], 'Up: opens the history, even if a program uses the mouse'],
    ],
  },
  {
    id: 'touch',
    title: 'Phone and tablet',
    rows: [
      [['Swipe up or down'], 'Scroll'],
      [['Swipe with two fingers'], 'Next or previous window; so does a swipe along the toolbar'],
      [['Pinch'], 'Larger or smaller text'],
      [['Tap twice'], 'Zooms a larger screen to a readable size, and back'],
      [['Long press'], 'Shows the screen as text, to select and copy'],
      [['Tap Ctrl or Alt'], 'Applies it to the next key'],
      [['Tap Ctrl or Alt twice'], 'Locks it until you tap it again'],
      [['Hold an arrow'], 'Repeats it; so do PgUp, PgDn and Del'],
      [
        ['Swipe up on a key'],
        'Types the small sign in its corner; ' + 'a long swipe shows the second row, a swipe down hides it',
      ],
    ],
  },
]);
