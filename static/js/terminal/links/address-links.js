/** Addresses of the web on the screen as links, also where they go over several rows of a pane. */
import { findAddresses } from './link-provider.js';
import { rangeOf } from '../panes/pane-lines.js';

/** A provider for xterm.js's `registerLinkProvider`. */
export class AddressLinks {
  #lines;
  #pointer;

  /** @param {import('../panes/pane-lines.js').PaneLines} lines @param {{activate: Function, hover: Function, leave: Function}} pointer */
  constructor(lines, pointer) {
    this.#lines = lines;
    this.#pointer = pointer;
  }

  /** As xterm.js asks: `row` from 1. */
  async provideLinks(row, callback) {
    const lines = await this.#lines.through(row - 1);
    const found = lines.flatMap((line) =>
      findAddresses(line.text).map(({ address, start, end }) => ({
        text: address,
        range: rangeOf(line, start, end, row),
      })),
    );
    callback(found.filter(({ range }) => range !== null).map((link) => ({ ...link, ...this.#pointer })));
  }
}
