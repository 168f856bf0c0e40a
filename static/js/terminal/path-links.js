/** Paths on the screen as links, as far as the server finds them. */
import { findPaths } from './paths.js';

// Longer lines are no lines of paths.
const ROWS_MAX = 10;

/** A provider for xterm.js's `registerLinkProvider`. */
export class PathLinks {
  #terminal;
  #clicks;
  #handlers;

  /**
   * @param {object} terminal
   * @param {import('./link-clicks.js').LinkClicks} clicks
   * @param {{find: (paths: string[]) => Promise<Map<string, object>>, open: (event: MouseEvent, place: object, found: object) => void}} handlers
   *   `find` answers with what there is; `open` gets where it was clicked, `{path, line, column}` and what was found.
   */
  constructor(terminal, clicks, handlers) {
    this.#terminal = terminal;
    this.#clicks = clicks;
    this.#handlers = handlers;
  }

  /** As xterm.js asks: `row` from 1. */
  async provideLinks(row, callback) {
    const { text, cells } = wholeLine(this.#terminal.buffer.active, row - 1);
    const places = findPaths(text);
    if (places.length === 0) {
      callback(undefined);
      return;
    }
    const found = await this.#handlers.find([...new Set(places.map(({ path }) => path))]).catch(() => new Map());
    callback(places.filter(({ path }) => found.has(path)).map((place) => this.#link(place, cells, found.get(place.path))));
  }

  #link(place, cells, found) {
    const link = { text: place.path, open: (event) => this.#handlers.open(event, place, found) };
    return {
      text: place.path,
      range: { start: cells[place.start], end: cells[place.end - 1] },
      activate: (event) => this.#clicks.activate(event, link),
      hover: (event) => this.#clicks.hover(event, link),
      leave: () => this.#clicks.leave(),
    };
  }
}

/** The text of the line that goes through row `y`, and where each of its UTF-16 units stands, from 1 as xterm.js counts. */
export function wholeLine(buffer, y) {
  let first = y;
  while (first > 0 && y - first < ROWS_MAX && buffer.getLine(first)?.isWrapped) first -= 1;
  const whole = { text: '', cells: [] };
  for (let row = first; row < first + ROWS_MAX; row += 1) {
    const line = buffer.getLine(row);
    if (!line || (row > first && !line.isWrapped)) break;
    addRow(whole, line, row);
  }
  return whole;
}

function addRow(whole, line, row) {
  for (let x = 0; x < line.length; x += 1) {
    const cell = line.getCell(x);
    if (cell.getWidth() === 0) continue; // the right half of a wide one
    const chars = cell.getChars() || ' ';
    whole.text += chars;
    for (let unit = 0; unit < chars.length; unit += 1) whole.cells.push({ x: x + 1, y: row + 1 });
  }
}
