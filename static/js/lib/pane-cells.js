/** Finds panes and borders by cell, and cells between two others. Pure; cells of the window, from 0. */

/** @typedef {import('./pane-layout.js').Pane} Pane @typedef {{x: number, y: number}} Cell */

/** @param {number} at @param {number} start @param {number} count */
const within = (at, start, count) => at >= start && at < start + count;

/** @param {Pane[]} panes @param {Cell} cell @returns {Pane|null} */
export function paneAt(panes, { x, y }) {
  return panes.find(({ left, top, cols, rows }) => within(x, left, cols) && within(y, top, rows)) ?? null;
}

/**
 * The pane whose right (`x`) or lower (`y`) border is at a cell.
 * @param {Pane[]} panes
 * @param {{x: number, y: number}} options
 * @returns {{pane: Pane, axis: 'x'|'y'}|null}
 */
export function borderAt(panes, { x, y }) {
  if (paneAt(panes, { x, y }) !== null) return null;
  const right = panes.find(({ left, top, cols, rows }) => x === left + cols && within(y, top, rows));
  if (right && panes.some(({ left }) => left > x)) return { pane: right, axis: 'x' };
  const lower = panes.find(({ left, top, cols, rows }) => y === top + rows && within(x, left, cols));
  return lower && panes.some(({ top }) => top > y) ? { pane: lower, axis: 'y' } : null;
}

/**
 * The nearest cell of a pane.
 * @param {{left: number, top: number, cols: number, rows: number}} size
 * @param {{x: number, y: number}} options
 */
export function clampTo({ left, top, cols, rows }, { x, y }) {
  return { x: Math.max(left, Math.min(x, left + cols - 1)), y: Math.max(top, Math.min(y, top + rows - 1)) };
}

/**
 * The cells from one to another, both included, in reading order within a pane.
 * @param {{left: number, cols: number}} size
 * @param {Cell} one
 * @param {Cell} other
 * @returns {{y: number, start: number, end: number}[]} `end` is excluded.
 */
export function spansIn({ left, cols }, one, other) {
  const [from, to] = one.y < other.y || (one.y === other.y && one.x <= other.x) ? [one, other] : [other, one];
  return Array.from({ length: to.y - from.y + 1 }, (_, row) => {
    const y = from.y + row;
    return { y, start: y === from.y ? from.x : left, end: y === to.y ? to.x + 1 : left + cols };
  });
}

/**
 * The text of rows. A row that continues in the next one is joined to it.
 * @param {{text: string, y: number}[]} rows
 * @param {Pane} pane
 * @param {Set<number>} wraps rows of the pane that continue.
 */
export function joinRows(rows, { top }, wraps) {
  const continues = rows.map(({ y }) => wraps.has(y - top));
  return rows
    .map(({ text }, at) =>
      at === rows.length - 1 ? text.trimEnd() : continues[at] ? text : `${text.trimEnd()}\n`,
    )
    .join('');
}

/**
 * The word at a column of a row: the text between blanks and separators.
 * @param {string[]} characters
 * @param {number} x
 * @param {string} separators
 * @returns {{start: number, end: number}}
 */
export function wordAround(characters, x, separators) {
  /** @param {number} at */
  const ends = (at) =>
    characters[at] === undefined || characters[at] === ' ' || separators.includes(characters[at]);
  if (ends(x)) return { start: x, end: x + 1 };
  let [start, end] = [x, x + 1];
  while (!ends(start - 1)) start -= 1;
  while (!ends(end)) end += 1;
  return { start, end };
}
