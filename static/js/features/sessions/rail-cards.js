/** The cards of the rail. Their order is by name, so that each stays where it is. */
import { el, need, setText } from '../../lib/dom.js';
import { Disposables } from '../../lib/disposables.js';
import { ordered } from '../../lib/session-order.js';
import { CalmList } from '../../components/stable-order.js';
import { LiveCards } from './live-cards.js';
import { RailCard } from './rail-card.js';
import { goTo } from './session-actions.js';

/** On the page from the start until `dispose`. */
export class RailCards {
  #page;
  #list = el('ul', { class: 'rail-list', 'aria-label': 'Sessions', 'aria-busy': true });
  #ended = el('p', { class: 'rail-ended', role: 'status' });
  #element;
  #cards;
  #calm = new CalmList(this.#list, () => this.#show());
  #listed = null;
  #here = null;
  #disposables = new Disposables();

  /** @param {import('../../pages/terminal.js').Page} page @param {{close: () => void}} acts */
  constructor(page, { close }) {
    this.#page = page;
    const shut = el('button', {
      class: 'rail-close',
      type: 'button',
      'aria-label': 'Hide the sessions',
      title: 'Hide the sessions',
      text: '×',
      on: { click: close },
    });
    this.#element = el(
      'nav',
      { id: 'rail', class: 'rail', 'aria-labelledby': 'rail-title' },
      el('div', { class: 'rail-head' }, el('h2', { id: 'rail-title', text: 'Sessions' }), shut),
      this.#ended,
      this.#list,
    );
    this.#element.addEventListener('keydown', (event) => event.key === 'Escape' && page.focus());
    need('#terminal').before(this.#element);
    const make = () => new RailCard({ current: () => this.#here, open: ({ name }) => goTo(page, name) });
    this.#cards = new LiveCards(
      { api: page.api, list: this.#list, make },
      {
        onList: (listed) => this.#take(listed),
        onOnline: (online) => this.#element.classList.toggle('is-offline', !online),
        onEnded: (reason) =>
          setText(this.#ended, `This list is no longer updated: ${reason}. Reload the page to continue.`),
      },
    );
    this.#disposables.add(page.events.on('attached', ({ session }) => this.#mark(session)));
    this.#disposables.add(page.events.on('session', (session) => this.#mark(session)));
  }

  /** Gives the keyboard to the card of the session on show. */
  enter() {
    (this.#list.querySelector('[aria-current]') ?? this.#element.querySelector('a, button')).focus();
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
    this.#here = id;
    this.#show();
    this.#reveal();
  }

  /** The card of the session on show is in view; nothing but the list moves. */
  #reveal() {
    const card = this.#list.querySelector('.is-current');
    if (!card) return;
    const [top, bottom] = [
      card.offsetTop - this.#list.offsetTop,
      card.offsetTop - this.#list.offsetTop + card.offsetHeight,
    ];
    if (top < this.#list.scrollTop) this.#list.scrollTop = top;
    else if (bottom > this.#list.scrollTop + this.#list.clientHeight)
      this.#list.scrollTop = bottom - this.#list.clientHeight;
  }

  /** Tab goes to one card, arrow keys from there to the others. */
  #setStop() {
    const links = [...this.#list.querySelectorAll('.card-link')];
    const stop = links.find((link) => link.matches('[aria-current]')) ?? links[0];
    for (const link of links) link.tabIndex = link === stop ? 0 : -1;
  }

  #show() {
    if (!this.#listed) return;
    const { epoch, sessions } = this.#listed;
    const byId = new Map(ordered(sessions, 'name').map((session) => [session.id, session]));
    const shown = this.#cards.epoch === epoch ? this.#cards.order : [];
    this.#cards.show({
      epoch,
      sessions: this.#calm.order(shown, [...byId.keys()]).map((id) => byId.get(id)),
    });
    this.#setStop();
  }
}
