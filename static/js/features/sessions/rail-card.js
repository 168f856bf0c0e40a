/** A card of the rail: name, what it wants, how it looks. */
import { el, setAttribute, setText } from '../../lib/dom.js';
import { urgency } from '../../lib/session-order.js';
import { sessionAddress } from '../../lib/paths.js';
import { Badges } from './badges.js';
import { Preview } from './preview.js';

const FONT_PX = 8.4;

export class RailCard {
  #session = null;
  #current;
  #link = el('a', { class: 'card-link' });
  #badges = new Badges();
  preview = new Preview({ fontPx: FONT_PX });
  element = el(
    'li',
    { class: 'rail-card' },
    el('div', { class: 'rail-card-head' }, this.#link, this.#badges.element),
    this.preview.element,
  );

  /** @param {{current: () => string|null, open: (session: object) => void}} page `current` is the id of the session on show. */
  constructor({ current, open }) {
    this.#current = current;
    this.#link.addEventListener('click', (event) => {
      // With a modifier a link opens elsewhere.
      if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      open(this.#session);
    });
  }

  update(session) {
    this.#session = session;
    const { id, name, alerts } = session;
    const isCurrent = id === this.#current();
    setText(this.#link, name);
    this.#link.title = name;
    this.#link.setAttribute('href', sessionAddress(name, location.search));
    setAttribute(this.#link, 'aria-current', isCurrent && 'true');
    this.element.classList.toggle('is-current', isCurrent);
    this.element.classList.toggle('wants', urgency(session) !== undefined);
    this.#badges.show(alerts);
  }

  active() {}

  tick() {}
}
