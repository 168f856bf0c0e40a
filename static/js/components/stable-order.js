/** A list that keeps its order while the pointer is over it or the focus is in it. */
import { steadyOrder } from '../lib/session-order.js';

export class CalmList {
  #list;
  #changed;
  #button;
  #pointed = false;

  /**
   * @param {HTMLElement} list
   * @param {() => void} changed called when the order may change again; the owner then shows the list again.
   * @param {HTMLElement} [button] applies the new order at once; visible only while a new order waits.
   */
  constructor(list, changed, button) {
    this.#list = list;
    this.#changed = changed;
    this.#button = button;
    list.addEventListener('pointerenter', ({ pointerType }) => {
      this.#pointed = pointerType === 'mouse';
    });
    list.addEventListener('pointerleave', () => this.#release());
    // In a microtask: the focus may leave because its card is being removed, and the list must not change
    // then.
    list.addEventListener(
      'focusout',
      ({ relatedTarget: to }) =>
        !list.contains(/** @type {Node|null} */ (to)) && queueMicrotask(() => this.#changed()),
    );
    button?.addEventListener('click', () => this.#release());
  }

  /**
   * @param {string[]} shown ids in the order on screen.
   * @param {string[]} sorted ids in the order they should have.
   * @returns {string[]} the order to show.
   */
  order(shown, sorted) {
    const { order, differs } = steadyOrder(shown, sorted);
    const holds = differs && (this.#pointed || this.#list.contains(document.activeElement));
    if (this.#button) this.#button.hidden = !holds;
    return holds ? order : sorted;
  }

  #release() {
    this.#pointed = false;
    this.#changed();
  }
}
