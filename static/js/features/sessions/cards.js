/** Session cards. A session has the same element as long as it exists, so focus and scrolling stay. */
import { hasModifier } from '../../lib/chord.js';
import { setAttribute } from '../../lib/dom.js';

/**
 * @typedef {import('../../lib/session-order.js').Session} Session
 * @typedef {object} Card one session; its link has the class `card-link`.
 * @property {HTMLElement} element
 * @property {import('./preview.js').Preview} preview
 * @property {(session: Session, nowSeconds: number) => void} update
 * @property {(atSeconds: number, nowSeconds: number) => void} [setActivity] when its last output was.
 * @property {(nowSeconds: number) => void} [tick] updates the ages.
 * @property {(facts: import('./session-facts.js').Facts|undefined) => void} [setFacts]
 * @property {() => void} [screenChanged] the session printed something.
 * @property {() => void} [dispose]
 */

/** The cards below `list`, in as many columns as the style sheet gives them. */
export class Cards {
  #list;
  #make;
  #onVisible;
  #cards = new Map();
  #epoch = null;
  #observer;
  #onScreen = new Set();
  #theme = 'dark';
  /** @type {import('./session-facts.js').FactList} */
  #facts = { epoch: '', sessions: {} };

  /**
   * @param {HTMLElement} list
   * @param {object} options
   * @param {() => Card} options.make makes an empty card.
   * @param {(ids: string[]) => void} options.onVisible gets the sessions whose cards are on the screen.
   */
  constructor(list, { make, onVisible }) {
    this.#list = list;
    this.#make = make;
    this.#onVisible = onVisible;
    this.#observer = new IntersectionObserver((entries) => this.#intersected(entries));
    list.addEventListener('keydown', (event) => this.#move(event));
  }

  /** Shows exactly these sessions in this order; a card moves only if it must. */
  show({ epoch, sessions }, nowSeconds) {
    if (epoch !== this.#epoch) this.#clear();
    this.#epoch = epoch;
    const remaining = new Set(sessions.map(({ id }) => id));
    const focused = this.#focusedIndex();
    let hadFocus = false;
    for (const [id, card] of this.#cards) {
      if (remaining.has(id)) continue;
      hadFocus ||= card.element.contains(document.activeElement);
      this.#remove(id, card);
    }
    sessions.forEach((session, index) => this.#place(session, index, nowSeconds));
    setAttribute(this.#list, 'aria-busy', false);
    if (hadFocus) this.#links()[Math.min(focused, sessions.length - 1)]?.focus();
  }

  /** Updates the ages. */
  tick(nowSeconds) {
    for (const card of this.#cards.values()) card.tick?.(nowSeconds);
  }

  focusFirst() {
    this.#links()[0]?.focus();
  }

  openFirst() {
    this.#links()[0]?.click();
  }

  /** Identifies the run of the tmux server whose sessions these are; null before the first list. */
  get epoch() {
    return this.#epoch;
  }

  /** The ids of the sessions, in the order of their cards. */
  get order() {
    const byElement = new Map([...this.#cards].map(([id, card]) => [card.element, id]));
    return [...this.#list.children].map((element) => byElement.get(element)).filter(Boolean);
  }

  /** @param {{sessionId: string} & import('./preview.js').Update} update */
  updatePreview(update) {
    const card = this.#cards.get(update.sessionId);
    card?.preview.update(update);
    card?.screenChanged?.();
  }

  /**
   * When sessions of one tmux server had their last output.
   * @param {{epoch: string, sessions: Record<string, number>}} times in seconds, by id.
   */
  setActivity({ epoch, sessions }, nowSeconds) {
    if (epoch !== this.#epoch) return;
    for (const [id, at] of Object.entries(sessions)) this.#cards.get(id)?.setActivity?.(at, nowSeconds);
  }

  /** What is known about folders and processes. @param {import('./session-facts.js').FactList} facts */
  setFacts(facts) {
    this.#facts = facts;
    for (const [id, card] of this.#cards) card.setFacts?.(this.#factsOf(id));
  }

  #factsOf(id) {
    return this.#facts.epoch === this.#epoch ? this.#facts.sessions[id] : undefined;
  }

  /** Paints the previews in the colours of a theme. */
  setTheme(theme) {
    this.#theme = theme;
    for (const card of this.#cards.values()) card.preview.paint(theme);
  }

  dispose() {
    this.#clear();
    this.#observer.disconnect();
  }

  #remove(id, card) {
    this.#observer.unobserve(card.element);
    card.preview.dispose();
    card.dispose?.();
    this.#onScreen.delete(card.element);
    card.element.remove();
    this.#cards.delete(id);
  }

  #clear() {
    for (const [id, card] of [...this.#cards]) this.#remove(id, card);
    this.#list.replaceChildren(); // the template's placeholders
  }

  #intersected(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#onScreen.add(target);
      else this.#onScreen.delete(target);
    }
    this.#onVisible(
      [...this.#cards].filter(([, card]) => this.#onScreen.has(card.element)).map(([id]) => id),
    );
  }

  #place(session, index, nowSeconds) {
    let card = this.#cards.get(session.id);
    if (!card) {
      card = this.#make();
      card.preview.paint(this.#theme);
      card.setFacts?.(this.#factsOf(session.id));
      this.#cards.set(session.id, card);
      this.#observer.observe(card.element);
    }
    card.update(session, nowSeconds);
    const current = this.#list.children[index];
    if (current !== card.element) this.#list.insertBefore(card.element, current ?? null);
  }

  #links() {
    return [...this.#list.querySelectorAll('.card-link')];
  }

  #focusedIndex() {
    return [...this.#list.children].findIndex((child) => child.contains(document.activeElement));
  }

  #move(event) {
    if (hasModifier(event)) return;
    const links = this.#links();
    const at = this.#focusedIndex();
    const target = targetOf(event.key, at, links);
    if (target === null) return;
    event.preventDefault();
    links[Math.max(0, Math.min(links.length - 1, target))]?.focus();
  }
}

/** The index an arrow key leads to, or null for other keys; rows are as the grid lays them out. */
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
