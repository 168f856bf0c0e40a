/** Paths on the screen as links, as far as the server finds them. */
import { activate } from './link-clicks.js';
import { rangeOf } from '../panes/pane-lines.js';
import { findPaths } from './path-text.js';

/** A provider for xterm.js's `registerLinkProvider`. */
export class PathLinks {
  #lines;
  #clicks;
  #handlers;

  /**
   * @param {import('../panes/pane-lines.js').PaneLines} lines
   * @param {import('./link-clicks.js').LinkClicks} clicks
   * @param {{find: (paths: string[]) => Promise<Map<string, object>>, open: (event: MouseEvent, place: object, found: object) => void}} handlers
   *   `find` answers with what there is; `open` gets where it was clicked, `{path, line, column}` and what was found.
   */
  constructor(lines, clicks, handlers) {
    this.#lines = lines;
    this.#clicks = clicks;
    this.#handlers = handlers;
  }

  /** As xterm.js asks: `row` from 1. */
  async provideLinks(row, callback) {
    const lines = await this.#lines.through(row - 1);
    const places = lines
      .flatMap((line) =>
        findPaths(line.text).map((place) => ({
          ...place,
          range: rangeOf(line, place.start, place.end, row),
        })),
      )
      .filter(({ range }) => range !== null);
    if (places.length === 0) {
      callback(undefined);
      return;
    }
    const found = await this.#handlers
      .find([...new Set(places.map(({ path }) => path))])
      .catch(() => new Map());
    callback(
      places.filter(({ path }) => found.has(path)).map((place) => this.#link(place, found.get(place.path))),
    );
  }

  #link(place, found) {
    const link = { text: place.path, open: (event) => this.#handlers.open(event, place, found) };
    return {
      text: place.path,
      range: place.range,
      activate,
      hover: (event) => this.#clicks.hover(event, link),
      leave: () => this.#clicks.leave(),
    };
  }
}
