/** The way to a folder, each part of it a button. */
import { el } from '../../lib/dom.js';
import { crumbs, visible } from '../../lib/folder-paths.js';

export class Crumbs {
  #element = el('ol', { class: 'crumbs-list' });
  #whole = el('nav', { class: 'crumbs', 'aria-label': 'Path' }, this.#element);
  #onGo;

  /** @param {(path: string) => void} onGo */
  constructor(onGo) {
    this.#onGo = onGo;
  }

  get element() {
    return this.#whole;
  }

  /** Shows the way to a folder; its end can be seen. */
  show(path) {
    const all = crumbs(path);
    this.#element.replaceChildren(
      ...all.map((one, place) => el('li', {}, this.#button(one, place === all.length - 1))),
    );
    this.#whole.scrollLeft = this.#whole.scrollWidth;
  }

  #button({ name, path }, last) {
    return el('button', {
      class: 'crumb',
      type: 'button',
      'aria-current': last ? 'location' : undefined,
      text: visible(name),
      on: { click: () => this.#onGo(path) },
    });
  }
}
