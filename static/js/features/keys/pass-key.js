/** What is typed over the terminal, in its history or in a panel, goes to the program whole. */
import { PASTES } from '../../terminal/input/keyboard.js';
import { pressKey } from '../../terminal/input/press-key.js';
import { chordOf, isMac } from '../../lib/chord.js';

// Actions that are typing; every other one the page does.
const TYPES = [null, 'newline'];

// With these the browser scrolls, selects, copies, or presses a button.
const MOVES = /^(Ctrl\+)?(Shift\+)?(Up|Down|Left|Right|PageUp|PageDown|Home|End|Tab)$/;
const COPIES = ['Ctrl+Insert', ...(isMac() ? [] : ['Ctrl+C'])];
const PRESSES = ['Enter', 'Space'];

const composes = ({ isComposing, keyCode, key }) => isComposing || keyCode === 229 || key === 'Dead';

/**
 * Sends a key to the program, unless one reads with it; what lies over the terminal closes at the event `typed`.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {KeyboardEvent} event
 * @param {{close: () => void, hasSelection: boolean}} over what lies over the terminal; `close` gives that the keyboard.
 */
export function passKey(page, event, over) {
  const chord = chordOf(event);
  if (!page.mayType() || readsWith(chord, event, over)) return;
  const action = page.actions.of(chord);
  // The browser goes on where the keyboard is now: with its paste, or with what an input method writes.
  if (composes(event) || (action === 'paste' && PASTES.has(chord))) over.close();
  else if (
    chord !== null &&
    !event.metaKey &&
    TYPES.includes(action) &&
    page.screen.extend((terminal) => pressKey(terminal, event))
  )
    event.preventDefault();
}

function readsWith(chord, { target }, { hasSelection }) {
  return (
    MOVES.test(chord) ||
    (hasSelection && COPIES.includes(chord)) ||
    (target.matches('button') && PRESSES.includes(chord))
  );
}
