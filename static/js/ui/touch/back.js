/** The Back button or gesture of a phone closes what lies over the terminal, before it leaves the page. */
import { openHistory } from '../history.js';
import { openedSelect } from './select.js';

/**
 * Modal dialogs have that from the browser. Browsers without `CloseWatcher` leave the page, as they did.
 * @param {import('../../main/terminal.js').Page} page
 * @param {import('./compose.js').Compose} compose
 */
export function installBack(page, compose) {
  if (!globalThis.CloseWatcher) return;
  const layers = [
    new Layer(() => openHistory() !== null, () => openHistory()?.close()),
    new Layer(() => openedSelect() !== null, () => openedSelect()?.close()),
    new Layer(() => compose.shown, () => compose.toggle()),
  ];
  const look = () => layers.forEach((layer) => layer.look());
  const observer = new MutationObserver(look);
  observer.observe(page.layer, { childList: true });
  observer.observe(compose.element, { attributeFilter: ['hidden'] });
  look();
}

class Layer {
  #isOpen;
  #close;
  #watcher = null;

  /** @param {() => boolean} isOpen @param {() => void} close */
  constructor(isOpen, close) {
    this.#isOpen = isOpen;
    this.#close = close;
  }

  look() {
    const open = this.#isOpen();
    if (open === (this.#watcher !== null)) return;
    if (!open) {
      const watcher = this.#watcher;
      this.#watcher = null;
      watcher.destroy();
      return;
    }
    this.#watcher = new CloseWatcher();
    this.#watcher.onclose = () => {
      this.#watcher = null;
      if (this.#isOpen()) this.#close();
    };
  }
}
