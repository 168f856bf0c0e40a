/** The text of a history as a phone reads it: lines that tmux wrapped are whole, and wrapped anew by the page. */
import { PAGE } from './history-pages.js';
import { plainOf } from './history-row.js';

const ROWS = 3 * PAGE;

/**
 * The last rows before `end`, as text.
 * @param {import('./history-pages.js').Rows} store @param {number} end @param {(index: number) => Promise<void>} load loads a page.
 */
export async function textBefore(store, end, load) {
  const from = Math.max(store.lost, end - ROWS);
  await Promise.all(store.missing(from, end).map(load));
  return store.text({ row: from, at: 0 }, { row: Math.min(end, store.end) - 1 }, plainOf);
}
