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

/**
 * Remembers the focus before a dialog opens; call the result when the dialog reports `close`.
 *
 * The browser gives the focus back itself, and reports `close` some time later. A key that was pressed
 * meanwhile may have moved the focus: then it stays there.
 * @param {Element|null} owner the element that gets the focus.
 * @returns {(otherwise?: () => void) => void} calls `otherwise` if the owner is gone or is the whole page.
 */
export function focusReturner(owner = keyboardOwner()) {
  const before = document.activeElement;
  return (otherwise) => {
    const now = document.activeElement;
    if (now !== null && now !== document.body && now !== before) return;
    if (owner instanceof HTMLElement && owner.isConnected && owner !== document.body) owner.focus();
    else otherwise?.();
  };
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
