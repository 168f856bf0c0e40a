/** Passes keys typed over the terminal, in its history or in a panel, to the program. */
import { PASTES } from '../../terminal/input/keyboard.js';
import { pressKey } from '../../terminal/input/press-key.js';
import { chordOf, isMac } from '../../lib/chord.js';

// Actions that type; the page does every other one.
const TYPES = [null, 'newline'];

// With these keys the browser scrolls, selects, copies, or presses a button.
const MOVES = /^(Ctrl\+)?(Shift\+)?(Up|Down|Left|Right|PageUp|PageDown|Home|End|Tab)$/;
const COPIES = ['Ctrl+Insert', ...(isMac() ? [] : ['Ctrl+C'])];
const PRESSES = ['Enter', 'Space'];

const composes = ({ isComposing, keyCode, key }) => isComposing || keyCode === 229 || key === 'Dead';

/**
 * Sends a key to the program, unless it scrolls, selects or copies. The event `typed` closes the panel.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {KeyboardEvent} event
 * @param {{close: () => void, hasSelection: boolean}} panel covers the terminal; `close` focuses the
 *   terminal.
 */
export function passKey(page, event, panel) {
  const chord = chordOf(event);
  if (!page.mayType() || isForReading(chord, event, panel)) return;
  const action = page.actions.of(chord);
  // After `close` the browser's paste, or the text of an input method, goes to the terminal.
  if (composes(event) || (action === 'paste' && PASTES.has(chord))) panel.close();
  else if (
    chord !== null &&
    !event.metaKey &&
    TYPES.includes(action) &&
    page.screen.use((terminal) => pressKey(terminal, event))
  )
    event.preventDefault();
}

function isForReading(chord, { target }, { hasSelection }) {
  return (
    MOVES.test(chord) ||
    (hasSelection && COPIES.includes(chord)) ||
    (target.matches('button') && PRESSES.includes(chord))
  );
}
