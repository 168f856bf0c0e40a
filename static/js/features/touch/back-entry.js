/** Back without `CloseWatcher` (Firefox, Safari): an entry of the browser's history, as long as something is open. */

const MARK = 'webmuxOpen';

export class BackEntry {
  #layers;
  #view;
  #pushed = false;
  #leaving = false;
  #address = '';

  /**
   * @param {{isOpen: () => boolean, close: () => void}[]} layers what may be open, the topmost last.
   * @param {Window} [view] whose history it is.
   */
  constructor(layers, view = window) {
    this.#layers = layers;
    this.#view = view;
    // Before the page's own listeners, for which this is no step to another session or window.
    view.addEventListener('popstate', (event) => this.#popped(event), true);
  }

  /** Something opened or closed, or the page changed its address. */
  look() {
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
    const asked = !this.#leaving;
    this.#pushed = false;
    this.#leaving = false;
    const { history } = this.#view;
    // What was on show may have changed since the entry was made.
    history.replaceState(history.state, '', this.#address);
    if (asked) this.#layers.findLast(({ isOpen }) => isOpen())?.close();
    this.look();
  }
}
