/**
 * Back without `CloseWatcher` (Firefox, Safari): an entry in the browser's history while something is open.
 */

const MARK = 'webmuxOpen';

export class BackEntry {
  #layers;
  #view;
  #pushed = false;
  #leaving = false;
  #address = '';

  /**
   * @param {{isOpen: () => boolean, close: () => void}[]} layers the topmost last.
   * @param {Window} [view] whose history it is.
   */
  constructor(layers, view = window) {
    this.#layers = layers;
    this.#view = view;
    // In the capture phase: the page's own listeners would show another session or window.
    view.addEventListener('popstate', (event) => this.#popped(event), true);
  }

  /** Call it when something opened or closed, or when the page changed its address. */
  update() {
    const { history, location } = this.#view;
    if (this.#leaving) return;
    const open = this.#layers.some(({ isOpen }) => isOpen());
    if (open) this.#address = location.href;
    if (open === this.#pushed) return;
    this.#pushed = open;
    if (open) {
      history.pushState({ [MARK]: true }, '', location.href);
    } else if (history.state?.[MARK]) {
      this.#address = location.href;
      this.#leaving = true;
      history.back();
    }
  }

  #popped(event) {
    if (!this.#pushed && !this.#leaving) return;
    event.stopImmediatePropagation();
    const byUser = !this.#leaving;
    this.#pushed = false;
    this.#leaving = false;
    const { history } = this.#view;
    // The page may have changed its address since the entry was added.
    history.replaceState(history.state, '', this.#address);
    if (byUser) this.#layers.findLast(({ isOpen }) => isOpen())?.close();
    this.update();
  }
}
