/** All panes of a window together, as one surface that a `Sizer` fits into the page. */
import { naturalOf } from '../sizer.js';

/** @import { OpenTerminal } from '../screen.js' */
/** @import { Surface } from '../sizer.js' */
/** @import { PaneTerminal } from './pane-terminal.js' */
/** @typedef {{width: number, height: number}} Cell in CSS pixels. */

/**
 * @param {object} panes
 * @param {() => PaneTerminal} panes.sample a terminal of the window.
 * @param {() => Iterable<PaneTerminal>} panes.all
 * @param {(size: {cols: number, rows: number}) => void} panes.onSize the window has this size.
 * @param {(cell: Cell) => void} panes.onCell cells have this size.
 * @returns {Surface & {cell: Cell}}
 */
export function surfaceOfPanes({ sample, all, onSize, onCell }) {
  let size = { cols: 80, rows: 24 };
  const cell = () => sample().use(cellOf);
  return {
    get cell() {
      return cell();
    },
    get cols() {
      return size.cols;
    },
    get rows() {
      return size.rows;
    },
    resize(cols, rows) {
      size = { cols, rows };
      onSize(size);
    },
    natural() {
      const { width, height } = cell();
      return { width: width * size.cols, height: height * size.rows };
    },
    get fontPx() {
      return Number(sample().looks.fontSize);
    },
    set fontPx(px) {
      for (const terminal of all()) terminal.setFontPx(px);
      onCell(cell());
    },
  };
}

/**
 * The exact size of a cell: the width of a narrow pane is rounded to whole pixels.
 * @param {OpenTerminal} terminal
 * @returns {Cell}
 */
function cellOf(terminal) {
  const { device } = /** @type {any} */ (terminal)._core?._renderService?.dimensions ?? {};
  const [width, height] = [device?.cell.width, device?.cell.height].map((px) => px / devicePixelRatio);
  if (width > 0 && height > 0) return { width, height };
  const natural = naturalOf(terminal);
  return { width: natural.width / terminal.cols, height: natural.height / terminal.rows };
}
