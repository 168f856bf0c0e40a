/** Keys of the key bar while the history or the select panel is open: they move in it or close it. */
import { openHistory } from '../history/history.js';
import { selectPanel } from './select-panel.js';

/**
 * @typedef {object} Reader what lies over the terminal to be read.
 * @property {() => void} close
 * @property {(pixels: number) => void} scrollBy
 * @property {(pages: number) => void} scrollPages
 * @property {() => void} toStart
 * @property {() => void} toEnd
 */

/** @returns {Reader|null} */
export const openReader = () => openHistory() ?? selectPanel();

/** By the id of the key. @type {Record<string, (reader: Reader, rowPx: number) => void>} */
const KEYS = {
  esc: (reader) => reader.close(),
  up: (reader, rowPx) => reader.scrollBy(-rowPx),
  down: (reader, rowPx) => reader.scrollBy(rowPx),
  pgup: (reader) => reader.scrollPages(-1),
  pgdn: (reader) => reader.scrollPages(1),
  home: (reader) => reader.toStart(),
  end: (reader) => reader.toEnd(),
};

/** @returns {boolean} false if the key is for the terminal. Typing it there closes what is open. */
export function pressInReader(id, rowPx) {
  const reader = openReader();
  if (reader === null || !Object.hasOwn(KEYS, id)) return false;
  KEYS[id](reader, rowPx);
  return true;
}
