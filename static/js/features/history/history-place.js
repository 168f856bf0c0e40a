/** The rows of a history as the terminal below shows them, and where: opening it moves no line. */
import { gridOf } from '../../terminal/grid.js';

const FONT_LEAST_PX = 12;

/** How rows are drawn; larger than the terminal does if that could not be read. */
export function looksOf(screen) {
  const { fontSize, ...looks } = screen.looks;
  const { rowPx, cellPx, scale } = screen.extend(gridOf);
  const shownPx = fontSize * scale;
  return shownPx < FONT_LEAST_PX
    ? { ...looks, fontSize: FONT_LEAST_PX }
    : { ...looks, fontSize: shownPx, rowPx, cellPx };
}

/**
 * Where the first row of the active pane is, from the corner of the scroller; null if its rows are drawn larger.
 * @param {{x: number, y: number}} cursor of the pane: the cursor of the terminal is that, as far away as the pane is.
 */
export function placeOf(screen, scroller, cursor) {
  if (looksOf(screen).rowPx === undefined) return null;
  const grid = screen.extend(gridOf);
  const box = scroller.getBoundingClientRect();
  const [cols, rows] = [grid.cursor.x - cursor.x, grid.cursor.y - cursor.y];
  if (cols < -1 || rows < 0) return null;
  // A cursor behind the last cell is counted in two ways; a pane is never one column from the edge.
  const away = Math.abs(cols) === 1 ? 0 : cols;
  return { left: grid.left - box.left + away * grid.cellPx, top: grid.top - box.top + rows * grid.rowPx };
}
