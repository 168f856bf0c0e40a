/** What is on the screen now, to take away: as text, HTML or a picture. */
import { rowsOf, textOf } from '../render/cells.js';
import { htmlOf } from './html.js';
import { pictureOf } from './picture.js';

export class Shot {
  #rows;
  #cols;
  #text;
  #looks;

  /** @param {import('../../../vendor/xterm.mjs').Terminal} terminal whose screen may change from here on. */
  constructor(terminal) {
    const { theme, fontFamily, fontSize, minimumContrastRatio } = terminal.options;
    this.#looks = { palette: theme, fontFamily, fontSize, contrast: minimumContrastRatio };
    this.#rows = rowsOf(terminal);
    this.#cols = terminal.cols;
    this.#text = textOf(terminal);
  }

  get text() {
    return this.#text;
  }

  get html() {
    return htmlOf(this.#rows, this.#looks);
  }

  /** @returns {Promise<Blob>} */
  png() {
    return pictureOf(this.#rows, this.#cols, this.#looks);
  }
}
