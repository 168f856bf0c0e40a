/** What is worth copying on the screen of a terminal, and where it is. */
import { findHints } from './hint-text.js';
import { wholeLine } from './whole-line.js';

/** @import { OpenTerminal } from '../screen.js' */
/** @import { Find } from './hint-text.js' */

// What tmux and programs draw between panes and columns ends every text.
const BORDERS = /[\u2500-\u257f]/g;

/**
 * @typedef {{x: number, y: number, cols: number, text: string}} Piece cells of the screen, from 0.
 * @typedef {Find & {pieces: Piece[]}} Spot a text that wraps has a piece in each row.
 */

/**
 * Everything on the visible rows, from top to bottom.
 * @param {Pick<OpenTerminal, 'buffer'|'rows'>} terminal
 * @returns {Spot[]}
 */
export function hintSpots({ buffer, rows }) {
  const { active } = buffer;
  const top = active.viewportY;
  const spots = [];
  for (let row = top; row < top + rows; row += 1) {
    if (row > top && active.getLine(row)?.isWrapped) continue;
    const { text, cells } = wholeLine(active, row);
    for (const find of findHints(text.replace(BORDERS, ' '))) {
      const pieces = piecesOf(find.text, cells.slice(find.start, find.end), top).filter(
        ({ y }) => y >= 0 && y < rows,
      );
      if (pieces.length > 0) spots.push({ ...find, pieces });
    }
  }
  return spots;
}

/**
 * @param {string} text
 * @param {{x: number, y: number}[]} cells of each UTF-16 unit, from 1, of the buffer.
 * @param {number} top
 */
function piecesOf(text, cells, top) {
  /** @type {Map<number, Piece>} */
  const pieces = new Map();
  for (const [unit, cell] of cells.entries()) {
    const [x, y] = [cell.x - 1, cell.y - 1 - top];
    const piece = pieces.get(y) ?? { x, y, cols: 0, text: '' };
    pieces.set(y, { ...piece, cols: x - piece.x + 1, text: piece.text + text[unit] });
  }
  return [...pieces.values()];
}

/**
 * Where the cells of a terminal are in the window, in CSS pixels.
 * @param {OpenTerminal} terminal
 */
export function cellPlaces({ element, cols, rows, options }) {
  const screen = element.querySelector('.xterm-screen') ?? element;
  const { left, top, width, height } = screen.getBoundingClientRect();
  const { fontFamily = '', fontSize = 0 } = options;
  return { left, top, cellWidth: width / cols, cellHeight: height / rows, fontFamily, fontSize };
}
