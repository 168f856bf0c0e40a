/** Where one was on a page whose content comes later: Back finds the same filter, and the same lines on the screen. */

const state = () => (history.state !== null && typeof history.state === 'object' ? history.state : {});

/** Keeps the place in the history entry of the page; lives as long as the page. */
export class Place {
  #input;
  #y = state().y ?? 0;

  /** @param {HTMLInputElement} input what was written here comes back as well. */
  constructor(input) {
    this.#input = input;
    history.scrollRestoration = 'manual';
    input.value = state().filter ?? '';
    document.addEventListener('scrollend', () => this.#keep());
    input.addEventListener('input', () => this.#keep());
    window.addEventListener('pagehide', () => this.#keep());
  }

  /** The content is there: scrolls to where one was. Once; later calls do nothing. */
  restore() {
    if (this.#y > 0) window.scrollTo({ top: this.#y, behavior: 'instant' });
    this.#y = null;
  }

  #keep() {
    if (this.#y !== null) return; // not there yet
    history.replaceState({ ...state(), y: Math.round(window.scrollY), filter: this.#input.value }, '');
  }
}
