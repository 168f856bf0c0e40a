/** Where the keyboard focus goes. */
import { el, need } from '../lib/dom.js';

/**
 * The element that gets the focus when a dialog closes: the one that was reached by keyboard, else the
 * terminal, else the one that has the focus.
 */
export function keyboardOwner() {
  const focused = /** @type {HTMLElement} */ (document.activeElement);
  const byKeyboard = focused !== document.body && focused.matches(':focus-visible');
  /** @type {HTMLElement|null} */
  const terminal = document.querySelector('main#terminal .xterm textarea');
  return byKeyboard ? focused : (terminal ?? focused);
}

/** Takes the focus away, so that nothing gets what the user types until something else has the focus. */
export function blurFocused() {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/**
 * A field that takes typed text while the module that wants the text loads, so that the text does not go to
 * the terminal.
 */
export class EarlyField {
  #field;

  /** @param {string} label for screen readers. */
  constructor(label) {
    this.#field = el('textarea', { class: 'visually-hidden', 'aria-label': label });
    need('#layer').append(this.#field);
    this.#field.focus();
  }

  get text() {
    return this.#field.value;
  }

  remove() {
    this.#field.remove();
  }
}
