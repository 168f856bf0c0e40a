/** Makes web addresses on the screen links, also over several rows of a pane. */
import { findAddresses } from './link-provider.js';
import { rangeOf } from '../panes/pane-lines.js';

/** @import { ILink } from '../../../vendor/xterm.mjs' */

/** A provider for xterm.js's `registerLinkProvider`. */
export class AddressLinks {
  #lines;
  #pointer;

  /**
   * @param {import('../panes/pane-lines.js').PaneLines} lines
   * @param {Pick<ILink, 'activate'|'hover'|'leave'>} pointer
   */
  constructor(lines, pointer) {
    this.#lines = lines;
    this.#pointer = pointer;
  }

  /**
   * Called by xterm.js; rows count from 1.
   * @param {number} row
   * @param {(links: ILink[]|undefined) => void} callback
   */
  async provideLinks(row, callback) {
    const lines = await this.#lines.through(row - 1);
    const found = lines.flatMap((line) =>
      findAddresses(line.text).flatMap(({ address, start, end }) => {
        const range = rangeOf(line, start, end, row);
        return range === null ? [] : [{ text: address, range }];
      }),
    );
    callback(found.map((link) => ({ ...link, ...this.#pointer })));
  }
}
