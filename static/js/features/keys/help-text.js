/** What the help page says beside the keys. A row is what one does and what it brings; whoever adds a part adds a row. */

/** @type {readonly {id: string, title: string, text?: string, rows: [string[], string][]}[]} each string is a key or a gesture. */
export const HELP = Object.freeze([
  {
    id: 'tmux',
    title: 'tmux itself',
    text: 'tmux has keys of its own, and all of them work here: first its prefix, then one more key. The prefix is Ctrl+B, unless the tmux.conf of the server says otherwise.',
    rows: [
      [['Ctrl+B', 'C'], 'New window'],
      [['Ctrl+B', 'N'], 'Next window; with P the previous one, with a digit that window'],
      [['Ctrl+B', ','], 'Rename the window'],
      [['Ctrl+B', '%'], 'Split, side by side'],
      [['Ctrl+B', '"'], 'Split, one above the other'],
      [['Ctrl+B', 'O'], 'Next pane; with an arrow the one that lies there'],
      [['Ctrl+B', 'Z'], 'Zoom the pane, and back'],
      [['Ctrl+B', '['], 'Scroll and search with the keyboard; Q leaves'],
      [['Ctrl+B', 'D'], 'Detach: the session goes on without you'],
      [['Ctrl+B', '?'], 'All keys of tmux'],
    ],
  },
  {
    id: 'mouse',
    title: 'Mouse and selection',
    rows: [
      [['Drag'], 'Select text, in a split window within one pane; if a program takes the mouse, it gets the drag'],
      [['Alt + drag'], 'Select a block; not on a Mac'],
      [['Click a pane'], 'Makes it the active one; drag a border to resize panes'],
      [['Shift + drag'], 'Select text although a program takes the mouse (on a Mac: Option + drag)'],
      [['Double click'], 'Select a word; a triple click selects the line'],
      [['Ctrl+C'], 'Copies if something is selected, else it interrupts as always'],
      [['Ctrl+click'], 'On a link: opens it in a new tab (on a Mac: ⌘+click); Shift+click does as well'],
      [['Turn the wheel'], 'Goes to tmux or a program that takes the mouse; else scrolls the history, or a program that fills the screen'],
      [['Shift + wheel'], 'Up: opens the history, whoever has the mouse'],
    ],
  },
  {
    id: 'touch',
    title: 'Phone and tablet',
    rows: [
      [['Swipe up or down'], 'Scroll'],
      [['Swipe with two fingers'], 'Next or previous window; so does a swipe along the bar'],
      [['Pinch'], 'Larger or smaller text'],
      [['Tap twice'], 'Where all of a larger screen is shown: readable size, and back'],
      [['Press long'], 'Shows the screen as text, to select and copy'],
      [['Tap Ctrl or Alt'], 'Holds it for the next key'],
      [['Tap Ctrl or Alt twice'], 'Locks it, until it is tapped again'],
      [['Hold an arrow'], 'Repeats it; PgUp, PgDn and Del as well'],
      [['Swipe up on a key'], 'Types the small sign in its corner; a long swipe shows the second row, a swipe down hides it'],
    ],
  },
]);
