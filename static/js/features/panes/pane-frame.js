/** One pane in the grid: a place for its terminal, its title, and notes about its state. */
import { el, setAttribute, setText } from '../../lib/dom.js';
import { titleRow } from './pane-geometry.js';
import { TEXT } from './pane-grid-text.js';

const COPY_MODES = new Set(['copy-mode', 'view-mode']);

/**
 * @typedef {import('./pane-geometry.js').LayoutPane & {title?: string, command?: string, dead?: boolean,
 *   exit?: number|null, mode?: string, sync?: boolean, path?: string}} Pane as in the record Layout.
 */
/**
 * @typedef {object} FrameHandlers
 * @property {(pane: number) => void} onPress a pointer went down in the pane.
 * @property {(pane: number, button: HTMLElement) => void} onMenu
 * @property {(pane: number) => void} onRespawn
 * @property {() => boolean} mayType
 */

export class PaneFrame {
  /** Where the terminal of the pane goes. */
  host = el('div', { class: 'pane-host' });
  #number;
  #handlers;
  /** @type {Pane|null} */
  #pane = null;
  #text = el('span', { class: 'pane-title-text' });
  #badges = el('span', { class: 'pane-badges' });
  #menu;
  #note;
  #noteText = el('span');

  /** @param {number} number @param {FrameHandlers} handlers */
  constructor(number, handlers) {
    this.#number = number;
    this.#handlers = handlers;
    this.#menu = el('button', {
      ...{ type: 'button', class: 'pane-menu', tabindex: -1, text: '⋯', title: TEXT.menu },
      ...{ 'aria-label': TEXT.menu, 'aria-haspopup': 'menu', 'aria-expanded': 'false' },
      on: { click: () => handlers.onMenu(number, this.#menu) },
    });
    /** The title: users drag it. */
    this.title = el('div', { class: 'pane-title', title: TEXT.dragTitle }, this.#text, this.#menu);
    const again = el('button', {
      ...{ type: 'button', class: 'pill-button', text: TEXT.respawn, title: TEXT.respawnHint },
      on: { click: () => handlers.onRespawn(number) },
    });
    this.#note = el('div', { class: 'pane-ended', hidden: true }, this.#noteText, again);
    this.element = el(
      'div',
      { class: 'pane-frame', role: 'group', 'data-pane': number },
      this.host,
      this.title,
      this.#badges,
      this.#note,
    );
    this.element.addEventListener('pointerdown', () => handlers.onPress(number), true);
    this.element.addEventListener('keydown', (event) => this.#onKey(event), true);
  }

  get number() {
    return this.#number;
  }

  /** The pane as tmux reported it last. */
  get pane() {
    return this.#pane;
  }

  /**
   * @param {Pane} pane
   * @param {string} border where tmux has a row for titles: `off`, `top` or `bottom`.
   */
  update(pane, border) {
    this.#pane = pane;
    const { style, classList } = this.element;
    for (const side of /** @type {const} */ (['left', 'top', 'cols', 'rows']))
      style.setProperty(`--${side}`, String(pane[side]));
    const row = titleRow(pane, border);
    classList.toggle('has-title', row !== null);
    if (row !== null) this.title.style.setProperty('--row', String(row - pane.top));
    const text = TEXT.titleOf(pane.command, pane.title === pane.command ? '' : pane.title);
    setText(this.#text, text);
    setAttribute(this.element, 'aria-label', TEXT.frame(this.#number, text));
    classList.toggle('is-synchronized', Boolean(pane.sync));
    this.#showBadges(pane);
    this.#showEnd(pane);
  }

  /** @param {boolean} on whether keys go to this pane. */
  setFocused(on) {
    this.element.classList.toggle('is-focused', on);
  }

  /** Shows the title while the pointer is at the upper edge. @param {boolean} on */
  showTitle(on) {
    this.element.classList.toggle('is-title-shown', on);
  }

  /** @param {Pane} pane */
  #showBadges({ mode = '', sync }) {
    const badges = [];
    if (mode)
      badges.push(
        COPY_MODES.has(mode)
          ? { text: TEXT.reading, title: TEXT.readingTitle, kind: 'mode' }
          : { text: TEXT.mode(mode), title: TEXT.modeTitle(mode), kind: 'mode' },
      );
    if (sync) badges.push({ text: TEXT.synchronized, title: TEXT.synchronizedTitle, kind: 'sync' });
    const key = JSON.stringify(badges);
    if (this.#badges.dataset.key === key) return;
    this.#badges.dataset.key = key;
    this.#badges.replaceChildren(
      ...badges.map(({ text, title, kind }) => el('span', { class: `pane-badge is-${kind}`, text, title })),
    );
  }

  /** @param {Pane} pane */
  #showEnd({ dead = false, exit = null }) {
    this.element.classList.toggle('is-dead', dead);
    this.#note.hidden = !dead;
    if (!dead) return;
    setText(this.#noteText, TEXT.ended(exit));
    this.#note.classList.toggle('is-viewed', !this.#handlers.mayType());
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    if (event.key !== 'Enter' || !plain || !this.#pane?.dead || !this.#handlers.mayType()) return;
    if (event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    event.stopPropagation();
    this.#handlers.onRespawn(this.#number);
  }
}
