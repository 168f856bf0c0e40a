/** Session cards, one element per session for as long as it lives: focus and scrolling stay where they are. */
import { setAttribute } from '../../lib/dom.js';

/**
 * @typedef {object} Card one session; its link has the class `card-link`.
 * @property {HTMLElement} element
 * @property {import('./preview.js').Preview} preview
 * @property {(session: object, nowSeconds: number) => void} update
 * @property {(atSeconds: number, nowSeconds: number) => void} active its last output was then.
 * @property {(nowSeconds: number) => void} tick writes ages anew.
 */

/** The cards below `list`, in as many columns as the style sheet gives them. */
export class Cards {
  #list;
  #make;
  #look;
  #cards = new Map();
  #epoch = null;
  #observer;
  #onScreen = new Set();
  #theme = 'dark';

  /**
   * @param {HTMLElement} list
   * @param {{make: () => Card, look: (ids: string[]) => void}} how `make` makes an empty card; `look` hears which cards are on the
   *   screen, whenever that changes.
   */
  constructor(list, { make, look }) {
    this.#list = list;
    this.#make = make;
    this.#look = look;
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

  /** As a click on the first card. */
  openFirst() {
    this.#links()[0]?.click();
  }

  /** Of which tmux server the cards are; null before the first list. */
  get epoch() {
    return this.#epoch;
  }

  /** The ids of the sessions as they are on show. */
  get order() {
    const byElement = new Map([...this.#cards].map(([id, card]) => [card.element, id]));
    return [...this.#list.children].map((element) => byElement.get(element)).filter(Boolean);
  }

  /** @param {{sessionId: string, size: {rows: number}, rows: object}} news of a preview. */
  preview(news) {
    this.#cards.get(news.sessionId)?.preview.take(news);
  }

  /** When sessions of one tmux server had output last. @param {{epoch: string, sessions: Record<string, number>}} times */
  active({ epoch, sessions }, nowSeconds) {
    if (epoch !== this.#epoch) return;
    for (const [id, at] of Object.entries(sessions)) this.#cards.get(id)?.active(at, nowSeconds);
  }

  /** Paints the previews anew, in the colours of a theme. */
  setTheme(theme) {
    this.#theme = theme;
    for (const card of this.#cards.values()) card.preview.paint(theme);
  }

  /** No cards any more; the list is empty. */
  dispose() {
    this.#clear();
    this.#observer.disconnect();
  }

  #remove(id, card) {
    this.#observer.unobserve(card.element);
    card.preview.dispose();
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
    this.#look([...this.#cards].filter(([, card]) => this.#onScreen.has(card.element)).map(([id]) => id));
  }

  #place(session, index, nowSeconds) {
    let card = this.#cards.get(session.id);
    if (!card) {
      card = this.#make();
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
  const columns = Math.max(
    1,
    links.filter((link) => Math.abs(link.getBoundingClientRect().top - top) < 1).length,
  );
  switch (key) {
    case 'ArrowRight':
      return at + 1;
    case 'ArrowLeft':
      return at - 1;
    case 'ArrowDown':
      return at + columns;
    case 'ArrowUp':
      return at - columns < 0 ? at : at - columns;
    case 'Home':
      return 0;
    case 'End':
      return links.length - 1;
    default:
      return null;
  }
}
