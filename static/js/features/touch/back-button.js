/** The Back button or gesture of a phone closes what lies over the terminal, before it leaves the page. */
import { openHistory } from '../history/history.js';
import { openedSelect } from './select-panel.js';

/**
 * Modal dialogs have that from browsers with `CloseWatcher`; in the others an entry of their history stands for all.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {import('../compose/compose-bar.js').Compose} compose
 */
export async function installBack(page, compose) {
  const layers = [
    { isOpen: () => openHistory() !== null, close: () => openHistory()?.close() },
    { isOpen: () => openedSelect() !== null, close: () => openedSelect()?.close() },
    { isOpen: () => compose.shown, close: () => compose.toggle() },
  ];
  const look = globalThis.CloseWatcher ? watch(layers) : await enter(page, layers);
  const observer = new MutationObserver(look);
  observer.observe(page.layer, { childList: true });
  observer.observe(compose.element, { attributeFilter: ['hidden'] });
  look();
}

function watch(layers) {
  const watched = layers.map((layer) => new Layer(layer.isOpen, layer.close));
  return () => watched.forEach((layer) => layer.look());
}

async function enter(page, layers) {
  const { BackEntry } = await import('./back-entry.js');
  const entry = new BackEntry([...layers, { isOpen: () => modal() !== null, close: () => cancel(modal()) }]);
  const look = () => entry.look();
  for (const name of ['windows', 'address']) page.events.on(name, look);
  new MutationObserver(look).observe(document.body, { childList: true });
  return look;
}

const modal = () => document.querySelector('body > dialog:modal');

/** As Escape does. */
function cancel(dialog) {
  if (dialog?.dispatchEvent(new Event('cancel', { cancelable: true }))) dialog.close();
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
