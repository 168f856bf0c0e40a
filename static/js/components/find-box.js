/** A search box with a count, buttons and keys. Its owner does the searching. */
import { el, setText, speak } from '../lib/dom.js';
import { iconButton } from '../lib/icons.js';
import { toggleButton } from './controls.js';

const SETTLE_MS = 150;

const TEXT = {
  matchCase: 'Match case',
  regex: 'Regular expression',
  previous: 'Previous match',
  next: 'Next match',
  close: 'Close the search',
};

/**
 * @typedef {object} Handlers
 * @property {(text: string, how: {case: boolean, regex: boolean}) => void} onText called 150 ms after the
 *   last change of the text, or after a change of an option.
 * @property {(where: 'next'|'previous') => void} onGo
 * @property {() => void} onClose
 */

export class FindBox {
  #element;
  #input;
  #count;
  #how = { case: false, regex: false };
  #timer = 0;
  #handlers;
  #onEnter;

  /**
   * @param {string} label for screen readers.
   * @param {Handlers} handlers
   * @param {'next'|'previous'} [onEnter] where Enter goes; Shift+Enter goes the other way.
   */
  constructor(label, handlers, onEnter = 'next') {
    this.#handlers = handlers;
    this.#onEnter = onEnter;
    this.#input = el('input', {
      class: 'find-input',
      type: 'text',
      'aria-label': label,
      placeholder: label,
      spellcheck: 'false',
      autocapitalize: 'none',
      autocomplete: 'off',
      enterkeyhint: 'search',
      maxlength: 200,
      on: { input: () => this.#later() },
    });
    this.#count = el('span', { class: 'find-count' });
    this.#element = el(
      'div',
      {
        class: 'find-box',
        role: 'search',
        'aria-label': label,
        on: { keydown: (event) => this.#key(event) },
      },
      this.#input,
      this.#count,
      this.#toggle('case', TEXT.matchCase, 'Aa'),
      this.#toggle('regex', TEXT.regex, '.*'),
      iconButton('previous', TEXT.previous, () => handlers.onGo('previous')),
      iconButton('next', TEXT.next, () => handlers.onGo('next')),
      iconButton('close', TEXT.close, () => handlers.onClose()),
    );
  }

  get element() {
    return this.#element;
  }

  get text() {
    return this.#input.value;
  }

  /** Puts text into the field as if it was typed. */
  type(text) {
    if (text === '') return;
    this.#input.value = text;
    this.#now();
  }

  /** Searches for a text with these options. */
  fill(text, how) {
    this.#how = { ...how };
    for (const toggle of this.#element.querySelectorAll('.find-toggle'))
      toggle.setAttribute('aria-pressed', String(how[toggle.dataset.how]));
    this.type(text);
  }

  get how() {
    return this.#how;
  }

  /** Shows and announces the number of matches. */
  showCount(text) {
    setText(this.#count, text);
    if (text) speak(text);
  }

  focus() {
    this.#input.focus();
    this.#input.select();
  }

  dispose() {
    clearTimeout(this.#timer);
    this.#element.remove();
  }

  #toggle(name, label, text) {
    const change = (on) => {
      this.#how = { ...this.#how, [name]: on };
      this.#now();
    };
    return toggleButton(text, label, change, { 'data-how': name });
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#now(), SETTLE_MS);
  }

  #now() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#handlers.onText(this.text, this.#how);
  }

  #key(event) {
    const { key, shiftKey, isComposing } = event;
    if (isComposing) return;
    if (key === 'Escape') this.#handlers.onClose();
    else if (key === 'Enter' && event.target === this.#input) this.#enter(shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #enter(shiftKey) {
    if (this.#timer !== 0) this.#now();
    else this.#handlers.onGo(shiftKey === (this.#onEnter === 'next') ? 'previous' : 'next');
  }
}
