/** Makes paths on the screen links, if the server finds them. */
import { activate } from './link-clicks.js';
import { rangeOf } from '../panes/pane-lines.js';
import { findPaths } from './path-text.js';

/** @import { ILink } from '../../../vendor/xterm.mjs' */

/**
 * @typedef {object} PathHandlers
 * @property {(paths: string[]) => Promise<Map<string, any>>} find resolves with those that exist.
 * @property {(event: MouseEvent, place: any, found: any) => void} open gets `{path, line, column}` and what
 *   was found.
 */

/** A provider for xterm.js's `registerLinkProvider`. */
export class PathLinks {
  #lines;
  #clicks;
  #handlers;

  /**
   * @param {import('../panes/pane-lines.js').PaneLines} lines
   * @param {import('./link-clicks.js').LinkClicks} clicks
   * @param {PathHandlers} handlers
   */
  constructor(lines, clicks, handlers) {
    this.#lines = lines;
    this.#clicks = clicks;
    this.#handlers = handlers;
  }

  /**
   * Called by xterm.js; rows count from 1.
   * @param {number} row
   * @param {(links: ILink[]|undefined) => void} callback
   */
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

  /** @param {any} place @param {any} found */
  #link(place, found) {
    const link = {
      text: place.path /** @param {MouseEvent} event */,
      open: (/** @type {MouseEvent} */ event) => this.#handlers.open(event, place, found),
    };
    return {
      text: place.path,
      range: place.range,
      activate,
      /** @param {MouseEvent} event */
      hover: (/** @type {MouseEvent} */ event) => this.#clicks.hover(event, link),
      leave: () => this.#clicks.leave(),
    };
  }
}
