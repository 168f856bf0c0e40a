/**
 * The cards of the rail: sessions with an agent that needs an answer come first. All others are ordered by
 * name, so that each stays in its place.
 */
import { el, need, setText } from '../../lib/dom.js';
import { Disposables } from '../../lib/disposables.js';
import { ordered, urgency } from '../../lib/session-order.js';
import { CalmList } from '../../components/stable-order.js';
import { LiveCards } from './live-cards.js';
import { TEXT } from './cards-text.js';
import { RailCard } from './rail-card.js';
import { goTo } from './session-actions.js';

export class RailCards {
  #page;
  #list = el('ul', { class: 'rail-list', 'aria-label': TEXT.sessions, 'aria-busy': true });
  #ended = el('p', { class: 'rail-ended', role: 'status' });
  #element;
  #cards;
  #calm = new CalmList(this.#list, () => this.#show());
  #listed = null;
  #current = null;
  #disposables = new Disposables();

  /** @param {import('../../pages/page-contract.js').Page} page @param {{close: () => void}} actions */
  constructor(page, { close }) {
    this.#page = page;
    const closeButton = el('button', {
      class: 'rail-close',
      type: 'button',
      'aria-label': TEXT.hideRail,
      title: TEXT.hideRail,
      text: '×',
      on: { click: close },
    });
    this.#element = el(
      'nav',
      { id: 'rail', class: 'rail', 'aria-labelledby': 'rail-title' },
      el('div', { class: 'rail-head' }, el('h2', { id: 'rail-title', text: TEXT.sessions }), closeButton),
      this.#ended,
      this.#list,
    );
    this.#element.addEventListener('keydown', (event) => event.key === 'Escape' && page.focus());
    need('#terminal').before(this.#element);
    const open = ({ name }) => goTo(page, name);
    const make = () => new RailCard({ current: () => this.#current, open, api: page.api });
    this.#cards = new LiveCards(
      { api: page.api, list: this.#list, make },
      {
        onList: (listed) => this.#take(listed),
        onOnline: (online) => this.#element.classList.toggle('is-offline', !online),
        onEnded: (reason) => setText(this.#ended, TEXT.listEnded(reason)),
      },
    );
    this.#disposables.add(page.events.on('attached', ({ session }) => this.#mark(session)));
    this.#disposables.add(page.events.on('session', (session) => this.#mark(session)));
  }

  /** Focuses the card of the current session. */
  focus() {
    /** @type {HTMLElement} */
    const target = this.#list.querySelector('[aria-current]') ?? need('a, button', this.#element);
    target.focus();
  }

  dispose() {
    const focused = this.#element.contains(document.activeElement);
    this.#disposables.dispose();
    this.#cards.dispose();
    this.#element.remove();
    if (focused) this.#page.focus();
  }

  #take(listed) {
    const first = this.#listed === null;
    this.#listed = listed;
    this.#show();
    if (first) this.#reveal();
  }

  #mark({ id }) {
    this.#current = id;
    this.#show();
    this.#reveal();
  }

  /** Scrolls to the card of the current session. Unlike `scrollIntoView`, it scrolls nothing but the list. */
  #reveal() {
    /** @type {HTMLElement|null} */
    const card = this.#list.querySelector('.is-current');
    if (!card) return;
    const top = card.offsetTop - this.#list.offsetTop;
    const bottom = top + card.offsetHeight;
    if (top < this.#list.scrollTop) this.#list.scrollTop = top;
    else if (bottom > this.#list.scrollTop + this.#list.clientHeight)
      this.#list.scrollTop = bottom - this.#list.clientHeight;
  }

  /** Tab reaches one card; arrow keys reach the others. */
  #setStop() {
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const found = this.#list.querySelectorAll('.card-link');
    const links = [...found];
    const stop = links.find((link) => link.matches('[aria-current]')) ?? links[0];
    for (const link of links) link.tabIndex = link === stop ? 0 : -1;
  }

  #show() {
    if (!this.#listed) return;
    const { epoch, sessions } = this.#listed;
    const all = ordered(sessions, 'name');
    const needs = all.filter((session) => urgency(session) === 'waiting');
    const byId = new Map([...needs, ...all].map((session) => [session.id, session]));
    const shown = this.#cards.epoch === epoch ? this.#cards.order : [];
    this.#cards.show({
      epoch,
      sessions: this.#calm.order(shown, [...byId.keys()]).map((id) => byId.get(id)),
    });
    this.#setStop();
  }
}
