/** What is typed over the terminal, in its history or in a panel, goes to the program whole. */
import { PASTES } from '../terminal/keyboard.js';
import { pressKey } from '../terminal/press.js';
import { chordOf } from '../util/chord.js';

// Actions that are typing; every other one the page does.
const TYPES = [null, 'newline'];

const composes = ({ isComposing, keyCode, key }) => isComposing || keyCode === 229 || key === 'Dead';

/**
 * Sends a key to the program; what lies over the terminal closes at the event `typed`.
 * @param {import('../main/terminal.js').Page} page
 * @param {KeyboardEvent} event
 * @param {() => void} close closes what lies over the terminal and gives it the keyboard.
 */
export function passKey(page, event, close) {
  if (!page.mayType()) return;
  const chord = chordOf(event);
  const action = page.actions.of(chord);
  // The browser goes on where the keyboard is now: with its paste, or with what an input method writes.
  if (composes(event) || (action === 'paste' && PASTES.has(chord))) close();
  else if (chord !== null && !event.metaKey && TYPES.includes(action) && page.screen.extend((terminal) => pressKey(terminal, event))) event.preventDefault();
}
