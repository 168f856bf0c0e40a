/**
 * Finds the address or the path at a place of a text in rows, for a finger, which cannot hover. Pure.
 *
 * Programs and tmux break text that is too long for a row. A row that is full to its edge may continue in the
 * next one.
 * A menu shows the result before it is opened, so that a wrong guess is visible.
 */
import { findAddresses } from './link-provider.js';
import { findPaths } from './path-text.js';

const ROWS_MAX = 12;
// Programs draw boxes around addresses. Each character is one UTF-16 unit, as the blank in its place.
const BOX = /[\u2500-\u257f]/g;
// Any word may be a file; a path has one of these.
const LIKE_A_PATH = /[/.]/;
const BORDER = /[\u2502\u2503\u2551|]/;

/**
 * @typedef {{text: string, full: boolean}} Row `full`: its last cell is not blank.
 * @param {Row[]} rows @param {number} row @param {number} offset in UTF-16 units of that row's text.
 * @returns {{address: string}|{path: string, line: number|null}|null}
 */
export function linkAt(rows, row, offset) {
  const { text, at } = joined(rows, row, offset);
  /** @param {{start: number, end: number}} options */
  const within = ({ start, end }) => start <= at && at < end;
  const address = findAddresses(text.replace(BOX, ' ')).find(within);
  if (address) return { address: address.address };
  const place = findPaths(text).find((one) => within(one) && LIKE_A_PATH.test(one.path));
  return place ? { path: place.path, line: place.line } : null;
}

/**
 * A row joined with the rows that it continues, and that continue it.
 * @param {Row[]} rows
 * @param {number} row
 * @param {number} offset
 */
function joined(rows, row, offset) {
  let first = row;
  while (first > 0 && row - first < ROWS_MAX && rows[first - 1].full) first -= 1;
  let last = row;
  while (last + 1 < rows.length && last - row < ROWS_MAX && rows[last].full) last += 1;
  const before = rows.slice(first, row).reduce((sum, { text }) => sum + text.length, 0);
  return {
    text: rows
      .slice(first, last + 1)
      .map(({ text }) => text)
      .join(''),
    at: before + offset,
  };
}

/**
 * The part of a screen around a place, between borders that tmux or a program draws.
 * @param {string[][]} cells of all rows: the characters of each cell, empty for the right half of a wide one.
 * @param {{x: number, y: number}} place in cells.
 * @returns {{rows: Row[], row: number, offset: number}}
 */
export function partOf(cells, { x, y }) {
  const line = cells[y];
  let [left, right] = [x, x];
  while (left > 0 && !BORDER.test(line[left - 1])) left -= 1;
  while (right < line.length && !BORDER.test(line[right])) right += 1;
  /** @param {string[]} other */
  const isEdge = (other) =>
    (left === 0 || BORDER.test(other[left - 1])) && (right === line.length || BORDER.test(other[right]));
  let [first, last] = [y, y];
  while (first > 0 && isEdge(cells[first - 1])) first -= 1;
  while (last + 1 < cells.length && isEdge(cells[last + 1])) last += 1;
  const rows = cells.slice(first, last + 1).map((row) => rowOf(row.slice(left, right)));
  return {
    rows,
    row: y - first,
    offset: line
      .slice(left, x)
      .map((one) => one || '')
      .join('').length,
  };
}

/** @param {string[]} cells */
function rowOf(cells) {
  const end = cells.at(-1) === '' ? cells.at(-2) : cells.at(-1);
  return { text: cells.join(''), full: end !== undefined && end.trim() !== '' };
}
