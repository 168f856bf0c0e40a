/** Restores the filter and the scroll position after Back, on a page whose content arrives late. */

const state = () => (history.state !== null && typeof history.state === 'object' ? history.state : {});

/** Stores the position in the history entry of the page, as long as the page exists. */
export class ScrollRestore {
  #input;
  #y = state().y ?? 0;

  /** @param {HTMLInputElement} input the filter, whose text is restored too. */
  constructor(input) {
    this.#input = input;
    history.scrollRestoration = 'manual';
    input.value = state().filter ?? '';
    document.addEventListener('scrollend', () => this.#store());
    input.addEventListener('input', () => this.#store());
    window.addEventListener('pagehide', () => this.#store());
  }

  /** Scrolls when the content exists. Only the first call does anything. */
  restore() {
    if (this.#y > 0) window.scrollTo({ top: this.#y, behavior: 'instant' });
    this.#y = null;
  }

  #store() {
    if (this.#y !== null) return; // not restored yet
    history.replaceState({ ...state(), y: Math.round(window.scrollY), filter: this.#input.value }, '');
  }
}
