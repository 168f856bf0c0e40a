/** Keys that a soft keyboard lacks, below the terminal: one row, and additional keys that a button shows. */
import { el, setAttribute } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { MORE, ROW, keyOf, rowsFor, textOf } from '../../lib/touch-keys.js';
import { pressable } from '../../components/press.js';
import { pressInReader } from './reading-keys.js';
import { TEXT } from './touch-text.js';

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
   * @param {import('./sticky-keys.js').StickyKeys} parts.sticky
   * @param {() => void} parts.toggleKeyboard
   * @param {import('./touch-tools.js').Tool[]} parts.tools above the additional keys.
   */
  constructor(page, parts) {
    this.#page = page;
    this.#sticky = parts.sticky;
    this.#touch = parts.touch;
    this.#keys = el('div', { class: 'touch-keys' });
    this.#moreButton = this.#newButton(
      'touch-key touch-fixed',
      { 'aria-label': TEXT.moreKeys, 'aria-expanded': 'false' },
      icon('more'),
    );
    this.#keyboard = this.#newButton(
      'touch-key touch-fixed',
      { 'aria-label': TEXT.keyboard, 'aria-pressed': 'false' },
      icon('keyboard'),
    );
    pressable(this.#moreButton, { tap: () => this.showMore(this.#more.hidden), ...this.#rowSwipes() });
    pressable(this.#keyboard, { tap: parts.toggleKeyboard, ...this.#rowSwipes() });
    this.#moreKeys = el('div', { class: 'touch-keys', role: 'toolbar', 'aria-label': TEXT.additionalKeys });
    this.#more = el(
      'div',
      { class: 'touch-more', hidden: true },
      el(
        'div',
        { class: 'touch-keys', role: 'toolbar', 'aria-label': TEXT.tools },
        this.#keyboard,
        ...parts.tools.map((tool) => this.#tool(tool)),
      ),
      this.#moreKeys,
    );
    this.#row = el(
      'div',
      { class: 'touch-row', role: 'toolbar', 'aria-label': TEXT.keyRow },
      this.#keys,
      this.#moreButton,
    );
    this.element = el('section', { class: 'touch-bar', 'aria-label': TEXT.keyBar }, this.#more, this.#row);
    page.settings.watch('touch.row', () => this.#arrange());
    new ResizeObserver(() => this.#arrange()).observe(this.#row);
  }

  /** Adds an element above the keys. */
  addAbove(element) {
    this.element.prepend(element);
  }

  /** The height of what is visible above the first row of keys. */
  get extraPx() {
    if (this.element.hidden) return 0;
    const children = /** @type {HTMLElement[]} */ ([...this.element.children]);
    return children.reduce((sum, child) => sum + (child === this.#row ? 0 : child.offsetHeight), 0);
  }

  /** Shows or hides the additional keys. */
  showMore(shown) {
    this.#more.hidden = !shown;
    this.#moreButton.setAttribute('aria-expanded', String(shown));
  }

  showKeyboard(isUp) {
    this.#keyboard.setAttribute('aria-pressed', String(isUp));
  }

  /** @param {import('./sticky-keys.js').Modifiers} modifiers */
  showModifiers(modifiers) {
    /** @type {NodeListOf<HTMLElement>} */
    const buttons = this.element.querySelectorAll('[data-modifier]');
    for (const button of buttons) {
      const { modifier, name } = button.dataset;
      const state = modifiers[modifier];
      button.setAttribute('data-held', state);
      button.setAttribute('aria-pressed', String(state !== 'off'));
      button.setAttribute('aria-label', TEXT.modifier[state](name));
    }
  }

  /** The first row has as many keys as it has room for; the others are the additional ones. */
  #arrange() {
    const room = Math.floor((this.#row.clientWidth - KEY_PX) / KEY_PX);
    const more = this.#page.panes ? ['prefix', ...MORE] : MORE;
    const rows = rowsFor(this.#page.settings.get('touch.row') ?? ROW, more, room);
    const drawn = JSON.stringify(rows);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#keys.replaceChildren(...rows.first.map((id) => this.#key(id)));
    this.#moreKeys.replaceChildren(...rows.more.map((id) => this.#key(id)));
    this.showModifiers(this.#sticky.modifiers);
  }

  #rowSwipes() {
    return { far: () => this.showMore(true), down: () => this.showMore(false) };
  }

  #key(id) {
    const { shown, name, second, repeats, modifier } = keyOf(id);
    const button = this.#newButton('touch-key', {
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

  /** @param {import('./touch-tools.js').Tool} tool */
  #tool({ label, run, button = this.#newButton('', { text: label }) }) {
    button.classList.add('touch-key', 'touch-tool');
    pressable(button, { tap: run, ...this.#rowSwipes() });
    return button;
  }

  #send(id) {
    if (!this.#sticky.any && pressInReader(id, this.#touch.rowPx)) return;
    this.#touch.flush();
    const { action } = keyOf(id);
    if (action) this.#page.actions.run(action);
    else this.#touch.type(textOf(id, this.#sticky.take(), this.#touch.applicationCursor));
  }

  /** @param {string} className @param {Record<string, any>} attributes @param {...Node} children */
  #newButton(className, { text, ...attributes }, ...children) {
    const shown = text === undefined ? children : [el('span', { text })];
    return el('button', { class: className, type: 'button', ...attributes }, ...shown);
  }
}
