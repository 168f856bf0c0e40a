/** Session cards, one element per session for as long as it lives: focus and scrolling stay where they are. */
import { el, icon, setAttribute, setText } from '../util/dom.js';
import { activity, created, mirrorPath, moment, plural, sessionPath, size } from '../util/format.js';
import { mayType } from '../util/role.js';
import { Preview } from './preview.js';

const PENCIL = ['M4 20h4L19 9l-4-4L4 16zM13.5 6.5l4 4'];
const EYE = ['M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z', 'M12 9.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z'];
const BIN = ['M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7M10.5 10.5v6M13.5 10.5v6'];

/** The grid of cards below `list`. */
export class Cards {
  #list;
  #actions;
  #cards = new Map();
  #epoch = null;
  #observer;
  #onScreen = new Set();
  #theme = 'dark';

  /**
   * @param {HTMLElement} list
   * @param {{rename: (session: object) => void, kill: (session: object) => void, look: (ids: string[]) => void}} actions
   *   `look` hears which cards are on the screen, whenever that changes.
   */
  constructor(list, actions) {
    this.#list = list;
    this.#actions = actions;
    this.#observer = new IntersectionObserver((entries) => this.#saw(entries));
    list.addEventListener('keydown', (event) => this.#move(event));
  }

  /** Shows exactly these sessions in this order; cards that stay are kept and only moved if they must be. */
  show({ epoch, sessions }, nowSeconds) {
    if (epoch !== this.#epoch) this.#clear();
    this.#epoch = epoch;
    const wanted = new Set(sessions.map(({ id }) => id));
    const focused = this.#focusedIndex();
    let lost = false;
    for (const [id, card] of this.#cards) {
      if (wanted.has(id)) continue;
      lost ||= card.element.contains(document.activeElement);
      this.#remove(id, card);
    }
    sessions.forEach((session, index) => this.#place(session, index, nowSeconds));
    setAttribute(this.#list, 'aria-busy', false);
    if (lost) this.#links()[Math.min(focused, sessions.length - 1)]?.focus();
  }

  /** Writes the ages anew. */
  tick(nowSeconds) {
    for (const card of this.#cards.values()) card.tick(nowSeconds);
  }

  focusFirst() {
    this.#links()[0]?.focus();
  }

  /** @param {{sessionId: string}} news of a preview. */
  preview(news) {
    this.#cards.get(news.sessionId)?.preview.take(news);
  }

  /** Paints the previews anew, in the colours of a theme. */
  setTheme(theme) {
    this.#theme = theme;
    for (const card of this.#cards.values()) card.preview.paint(theme);
  }

  #remove(id, card) {
    this.#observer.unobserve(card.element);
    this.#onScreen.delete(card.element);
    card.element.remove();
    this.#cards.delete(id);
  }

  #clear() {
    for (const [id, card] of [...this.#cards]) this.#remove(id, card);
    this.#list.replaceChildren(); // what stood there before the first list
  }

  #saw(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#onScreen.add(target);
      else this.#onScreen.delete(target);
    }
    this.#actions.look([...this.#cards].filter(([, card]) => this.#onScreen.has(card.element)).map(([id]) => id));
  }

  #place(session, index, nowSeconds) {
    let card = this.#cards.get(session.id);
    if (!card) {
      card = new Card(this.#actions);
      card.preview.paint(this.#theme);
      this.#cards.set(session.id, card);
      this.#observer.observe(card.element);
    }
    card.update(session, nowSeconds);
    const there = this.#list.children[index];
    if (there !== card.element) this.#list.insertBefore(card.element, there ?? null);
  }

  #links() {
    return [...this.#list.querySelectorAll('.card-link')];
  }

  #focusedIndex() {
    return [...this.#list.children].findIndex((child) => child.contains(document.activeElement));
  }

  #move(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const links = this.#links();
    const at = this.#focusedIndex();
    const target = targetOf(event.key, at, links);
    if (target === null) return;
    event.preventDefault();
    links[Math.max(0, Math.min(links.length - 1, target))]?.focus();
  }
}

/** The index an arrow key leads to, or null for other keys; rows are as the grid laid them out. */
function targetOf(key, at, links) {
  const top = links[0]?.getBoundingClientRect().top;
  const columns = Math.max(1, links.filter((link) => Math.abs(link.getBoundingClientRect().top - top) < 1).length);
  switch (key) {
    case 'ArrowRight': return at + 1;
    case 'ArrowLeft': return at - 1;
    case 'ArrowDown': return at + columns;
    case 'ArrowUp': return at - columns < 0 ? at : at - columns;
    case 'Home': return 0;
    case 'End': return links.length - 1;
    default: return null;
  }
}

/** One session. The link covers the card; the buttons lie above it. */
class Card {
  #session = null;
  #link = el('a', { class: 'card-link' });
  #recording = el('span', { class: 'badge badge-rec', text: 'REC', title: 'This session is being recorded' });
  #attached = el('span', { class: 'badge' });
  #windows = el('span');
  #size = el('span');
  #created = el('span');
  #activity = el('span', { class: 'card-activity' });
  #watch = el('a', { class: 'icon-button', title: 'Watch without attaching' }, icon(...EYE));
  #rename = el('button', { class: 'icon-button', type: 'button', title: 'Rename' }, icon(...PENCIL));
  #kill = el('button', { class: 'icon-button icon-button-danger', type: 'button', title: 'Kill' }, icon(...BIN));
  preview = new Preview();
  element;

  constructor({ rename, kill }) {
    for (const button of [this.#rename, this.#kill]) button.hidden = !mayType();
    this.#rename.addEventListener('click', () => rename(this.#session));
    this.#kill.addEventListener('click', () => kill(this.#session));
    this.element = el(
      'li',
      { class: 'card' },
      el('div', { class: 'card-head' }, el('h2', { class: 'card-name' }, this.#link), this.#recording, this.#attached),
      el('p', { class: 'card-facts' }, this.#windows, this.#size, this.#created),
      this.preview.element,
      el('div', { class: 'card-foot' }, this.#activity, el('div', { class: 'card-actions' }, this.#watch, this.#rename, this.#kill)),
    );
  }

  update(session, nowSeconds) {
    this.#session = session;
    const { name, attached } = session;
    setText(this.#link, name);
    this.#link.title = name;
    this.#link.setAttribute('href', mayType() ? sessionPath(name) : mirrorPath(name));
    setText(this.#attached, `${attached} attached`);
    this.#recording.hidden = session.recording !== true;
    this.#attached.hidden = attached === 0;
    setText(this.#windows, plural(session.windows, 'window'));
    setText(this.#size, size(session.size));
    this.#size.title = 'columns × rows';
    this.#created.title = moment(session.created_at);
    this.#activity.title = moment(session.activity_at);
    this.#watch.setAttribute('href', mirrorPath(name));
    this.#watch.setAttribute('aria-label', `Watch session ${name} without attaching`);
    this.#rename.setAttribute('aria-label', `Rename session ${name}`);
    this.#kill.setAttribute('aria-label', `Kill session ${name}`);
    this.tick(nowSeconds);
  }

  tick(nowSeconds) {
    const text = activity(this.#session.activity_at, nowSeconds);
    setText(this.#activity, text);
    this.#activity.classList.toggle('is-now', text === 'active now');
    setText(this.#created, created(this.#session.created_at, nowSeconds));
  }
}
