/** Notes about keys. */
import { el } from '../../lib/dom.js';

/** A note over the terminal, of which there is one of a kind; the grid stays where it is. */
export class KeyNote {
  #page;
  #element = null;

  /** @param {import('../../pages/page-contract.js').Page} page */
  constructor(page) {
    this.#page = page;
  }

  show(...content) {
    this.hide();
    this.#element = el('p', { class: 'key-note' }, ...content);
    this.#page.layer.append(this.#element);
    this.#page.say(this.#element.textContent);
  }

  hide() {
    this.#element?.remove();
    this.#element = null;
  }
}
