/** A list that keeps its order while somebody points at it or has focus in it. */
import { held } from '../lib/session-order.js';

export class CalmList {
  #list;
  #changed;
  #button;
  #pointed = false;

  /**
   * @param {HTMLElement} list
   * @param {() => void} changed is called when the order may change again; the owner then shows the list anew.
   * @param {HTMLElement} [button] puts it in order at once; on show only while the order waits.
   */
  constructor(list, changed, button) {
    this.#list = list;
    this.#changed = changed;
    this.#button = button;
    list.addEventListener('pointerenter', ({ pointerType }) => {
      this.#pointed = pointerType === 'mouse';
    });
    list.addEventListener('pointerleave', () => this.#let());
    // Later: the focus may go because its card is being removed, and the list is not to change meanwhile.
    list.addEventListener(
      'focusout',
      ({ relatedTarget }) => !list.contains(relatedTarget) && queueMicrotask(() => this.#changed()),
    );
    button?.addEventListener('click', () => this.#let());
  }

  /** @param {string[]} shown ids on show @param {string[]} wanted ids in the order they should have @returns {string[]} */
  order(shown, wanted) {
    const { order, differs } = held(shown, wanted);
    const holds = differs && (this.#pointed || this.#list.contains(document.activeElement));
    if (this.#button) this.#button.hidden = !holds;
    return holds ? order : wanted;
  }

  #let() {
    this.#pointed = false;
    this.#changed();
  }
}
