/** Reads tmux's text for the layout of a window. Pure. */

// Columns, rows, left, top and number of a pane. A group of panes has a bracket in place of the number.
const PANE = /(\d+)x(\d+),(\d+),(\d+),(\d+)/g;

/**
 * @typedef {{id: string, cols: number, rows: number, left: number, top: number}} Pane cells from 0, of the
 *   window.
 */

/** @param {string} layout `c2a5,80x24,0,0{40x24,0,0,1,39x24,41,0,2}` @returns {Pane[]} */
export function panesIn(layout) {
  const body = layout.slice(layout.indexOf(',') + 1);
  return [...body.matchAll(PANE)].map(([, cols, rows, left, top, id]) => ({
    id: `%${id}`,
    cols: Number(cols),
    rows: Number(rows),
    left: Number(left),
    top: Number(top),
  }));
}

/**
 * Columns and rows of the whole window; null if the text is not a layout.
 * @param {string} layout
 * @returns {{cols: number, rows: number}|null}
 */
export function sizeIn(layout) {
  const found = /^[^,]*,(\d+)x(\d+),/.exec(layout);
  return found && { cols: Number(found[1]), rows: Number(found[2]) };
}
