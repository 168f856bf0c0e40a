/** Keys of the row while the history, or the screen as text, lies over the terminal: they move in that, and Esc closes it. */
import { openHistory } from '../history/history.js';
import { openedSelect } from './select-panel.js';

/** What lies over the terminal to be read, or null. */
export const overTerminal = () => openHistory() ?? openedSelect();

/** @type {Record<string, (over: object, rowPx: number) => void>} by the id of the key. */
const KEYS = {
  esc: (over) => over.close(),
  up: (over, rowPx) => over.scrollBy(-rowPx),
  down: (over, rowPx) => over.scrollBy(rowPx),
  pgup: (over) => over.scrollPages(-1),
  pgdn: (over) => over.scrollPages(1),
  home: (over) => over.toStart(),
  end: (over) => over.toEnd(),
};

/**
 * Presses a key of the row in what one reads.
 * @returns {boolean} false where nothing is open or the key means nothing there: it is for the terminal, and typing closes what is open.
 */
export function pressOver(id, rowPx) {
  const over = overTerminal();
  if (over === null || !Object.hasOwn(KEYS, id)) return false;
  KEYS[id](over, rowPx);
  return true;
}
