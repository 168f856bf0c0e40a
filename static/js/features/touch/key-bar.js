/** The keys below the terminal that a soft keyboard lacks: one row, and more of them on demand. */
import { el, setAttribute } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { MORE, ROW, keyOf, rowsFor, textOf } from '../../lib/touch-keys.js';
import { pressable } from '../../components/press.js';
import { pressOver } from './reading-keys.js';

const HOLDS = { off: '', once: ', on for the next key', locked: ', locked' };
const KEY_PX = 44;

export class KeyBar {
  #page;
  #keys;
  #row;
  #more;
  #moreKeys;
  #moreButton;
  #keyboard;
  #sticky;
  #touch;
  #drawn = '';

  /**
   * @param {import('../../pages/page-contract.js').Page} page
   * @param {object} parts
   * @param {import('../../terminal/input/touch.js').TouchTerminal} parts.touch
   * @param {import('./sticky-keys.js').Sticky} parts.sticky
   * @param {() => void} parts.toggleKeyboard
   * @param {{label: string, run: () => void, button?: HTMLElement}[]} parts.tools what stands above the further keys.
   */
  constructor(page, parts) {
    this.#page = page;
    this.#sticky = parts.sticky;
    this.#touch = parts.touch;
    this.#keys = el('div', { class: 'touch-keys' });
    this.#moreButton = this.#button(
      'touch-key touch-fixed',
      { 'aria-label': 'More keys', 'aria-expanded': 'false' },
      icon('more'),
    );
    this.#keyboard = this.#button(
      'touch-key touch-fixed',
      { 'aria-label': 'Keyboard', 'aria-pressed': 'false' },
      icon('keyboard'),
    );
    pressable(this.#moreButton, { tap: () => this.showMore(this.#more.hidden), ...this.#rowSwipes() });
    pressable(this.#keyboard, { tap: parts.toggleKeyboard, ...this.#rowSwipes() });
    this.#moreKeys = el('div', { class: 'touch-keys', role: 'toolbar', 'aria-label': 'Additional keys' });
    this.#more = el(
      'div',
      { class: 'touch-more', hidden: true },
      el(
        'div',
        { class: 'touch-keys', role: 'toolbar', 'aria-label': 'Tools' },
        this.#keyboard,
        ...parts.tools.map((tool) => this.#tool(tool)),
      ),
      this.#moreKeys,
    );
    this.#row = el(
      'div',
      { class: 'touch-row', role: 'toolbar', 'aria-label': 'Keys' },
      this.#keys,
      this.#moreButton,
    );
    this.element = el(
      'section',
      { class: 'touch-bar', 'aria-label': 'Keys for the terminal' },
      this.#more,
      this.#row,
    );
    page.settings.watch('touch.row', () => this.#arrange());
    new ResizeObserver(() => this.#arrange()).observe(this.#row);
  }

  /** What stands above the keys. */
  addAbove(element) {
    this.element.prepend(element);
  }

  /** The height of what is shown above the first row of keys. */
  get extraPx() {
    if (this.element.hidden) return 0;
    return [...this.element.children].reduce(
      (sum, child) => sum + (child === this.#row ? 0 : child.offsetHeight),
      0,
    );
  }

  /** Shows, or hides, the further keys. */
  showMore(shown) {
    this.#more.hidden = !shown;
    this.#moreButton.setAttribute('aria-expanded', String(shown));
  }

  /** Whether the soft keyboard is up. */
  keyboard(up) {
    this.#keyboard.setAttribute('aria-pressed', String(up));
  }

  /** @param {{ctrl: string, alt: string}} held */
  held(held) {
    for (const button of this.element.querySelectorAll('[data-modifier]')) {
      const { modifier, name } = button.dataset;
      button.dataset.held = held[modifier];
      button.setAttribute('aria-pressed', String(held[modifier] !== 'off'));
      button.setAttribute('aria-label', name + HOLDS[held[modifier]]);
    }
  }

  /** The first row takes as many keys as it has room for; the others are the further ones. */
  #arrange() {
    const room = Math.floor((this.#row.clientWidth - KEY_PX) / KEY_PX);
    const rows = rowsFor(this.#page.settings.get('touch.row') ?? ROW, MORE, room);
    const drawn = JSON.stringify(rows);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#keys.replaceChildren(...rows.first.map((id) => this.#key(id)));
    this.#moreKeys.replaceChildren(...rows.more.map((id) => this.#key(id)));
    this.held(this.#sticky.held);
  }

  #rowSwipes() {
    return { far: () => this.showMore(true), down: () => this.showMore(false) };
  }

  #key(id) {
    const { shown, name, second, repeats, modifier } = keyOf(id);
    const button = this.#button('touch-key', {
      'aria-label': name,
      text: shown,
      'data-second': second && keyOf(second).shown,
    });
    if (modifier) {
      button.dataset.modifier = modifier;
      button.dataset.name = name;
      setAttribute(button, 'aria-pressed', 'false');
    }
    pressable(button, {
      tap: modifier ? () => this.#sticky.tap(modifier) : () => this.#send(id),
      up: second && (() => this.#send(second)),
      repeats,
      ...this.#rowSwipes(),
    });
    return button;
  }

  #tool({ label, run, button = this.#button('', { text: label }) }) {
    button.classList.add('touch-key', 'touch-tool');
    pressable(button, { tap: run, ...this.#rowSwipes() });
    return button;
  }

  #send(id) {
    if (!this.#sticky.any && pressOver(id, this.#touch.rowPx)) return;
    this.#touch.flush();
    const { action } = keyOf(id);
    if (action) this.#page.actions.run(action);
    else this.#touch.type(textOf(id, this.#sticky.take(), this.#touch.applicationCursor));
  }

  #button(className, { text, ...attributes }, ...children) {
    const shown = text === undefined ? children : [el('span', { text })];
    return el('button', { class: className, type: 'button', ...attributes }, ...shown);
  }
}
