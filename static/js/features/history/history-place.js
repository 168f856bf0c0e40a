/** How and where the terminal shows its rows. The history does the same: no line moves when it opens. */
import { gridOf } from '../../terminal/grid.js';

const FONT_LEAST_PX = 12;

/** The terminal's fonts, colours and cell size. Letters that are too small to read are enlarged. */
export function appearanceOf(screen) {
  const { fontSize, ...appearance } = screen.looks;
  const { rowPx, cellPx, scale } = screen.use(gridOf);
  const shownPx = fontSize * scale;
  return shownPx < FONT_LEAST_PX
    ? { ...appearance, fontSize: FONT_LEAST_PX }
    : { ...appearance, fontSize: shownPx, rowPx, cellPx };
}

/**
 * Where the active pane's first row is in the scroller; null if the history's rows are larger.
 * @param {{x: number, y: number}} cursor in the pane, by tmux; the terminal knows where that is.
 */
export function placeOf(screen, scroller, cursor) {
  if (appearanceOf(screen).rowPx === undefined) return null;
  const grid = screen.use(gridOf);
  const box = scroller.getBoundingClientRect();
  const [cols, rows] = [grid.cursor.x - cursor.x, grid.cursor.y - cursor.y];
  if (cols < -1 || rows < 0) return null;
  // tmux and xterm.js count a cursor after the last cell differently. No pane is one column from the edge.
  const column = Math.abs(cols) === 1 ? 0 : cols;
  return { left: grid.left - box.left + column * grid.cellPx, top: grid.top - box.top + rows * grid.rowPx };
}
