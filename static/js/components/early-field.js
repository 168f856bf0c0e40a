/** Takes typed text while the module that wants it loads, so that the text does not go to the terminal. */
import { el, need } from '../lib/dom.js';

export class EarlyField {
  #field;

  /** @param {string} label for screen readers. */
  constructor(label) {
    this.#field = el('textarea', { class: 'visually-hidden', 'aria-label': label });
    need('#layer').append(this.#field);
    this.#field.focus();
  }

  get text() {
    return this.#field.value;
  }

  remove() {
    this.#field.remove();
  }
}
