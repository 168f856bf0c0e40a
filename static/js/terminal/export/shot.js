/** A copy of the screen as it is now: as text, HTML or a picture. */
import { rowsOf, textOf } from '../render/cells.js';
import { htmlOf } from './html.js';
import { pictureOf } from './picture.js';

/** @import { OpenTerminal } from '../screen.js' */

export class Shot {
  #rows;
  #cols;
  #text;
  #appearance;

  /** @param {OpenTerminal} terminal whose screen may change afterwards. */
  constructor(terminal) {
    const { theme, fontFamily, fontSize, minimumContrastRatio } = terminal.options;
    this.#appearance = {
      palette: /** @type {Record<string, string>} */ (theme),
      fontFamily: String(fontFamily),
      fontSize: Number(fontSize),
      contrast: Number(minimumContrastRatio),
    };
    this.#rows = rowsOf(terminal);
    this.#cols = terminal.cols;
    this.#text = textOf(terminal);
  }

  get text() {
    return this.#text;
  }

  get html() {
    return htmlOf(this.#rows, this.#appearance);
  }

  /** @returns {Promise<Blob>} */
  png() {
    return pictureOf(this.#rows, this.#cols, this.#appearance);
  }
}
