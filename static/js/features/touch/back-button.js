/** The Back button of a phone closes what lies over the terminal. If nothing does, it leaves the page. */
import { openHistory } from '../history/history.js';
import { selectPanel } from './select-panel.js';

/** @typedef {{isOpen: () => boolean, close: () => void}} Layer */

/**
 * The interface of browsers that TypeScript does not list.
 * @typedef {{onclose: () => void, destroy: () => void}} Watcher
 */

/**
 * With `CloseWatcher`, browsers close modal dialogs themselves. Else one entry of the history is for all.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {import('../compose/compose-bar.js').Compose} compose
 */
export async function installBack(page, compose) {
  const layers = [
    { isOpen: () => openHistory() !== null, close: () => openHistory()?.close() },
    { isOpen: () => selectPanel() !== null, close: () => selectPanel()?.close() },
    { isOpen: () => compose.shown, close: () => compose.toggle() },
  ];
  const update = globalThis['CloseWatcher'] ? watchLayers(layers) : await addEntry(page, layers);
  const observer = new MutationObserver(update);
  observer.observe(page.layer, { childList: true });
  observer.observe(compose.element, { attributeFilter: ['hidden'] });
  update();
}

/** @param {Layer[]} layers */
function watchLayers(layers) {
  const watched = layers.map((layer) => new WatchedLayer(layer));
  return () => watched.forEach((layer) => layer.update());
}

/** @param {Layer[]} layers */
async function addEntry(page, layers) {
  const { BackEntry } = await import('./back-entry.js');
  const entry = new BackEntry([...layers, { isOpen: () => modal() !== null, close: () => cancel(modal()) }]);
  const update = () => entry.update();
  for (const name of ['windows', 'address']) page.events.on(name, update);
  new MutationObserver(update).observe(document.body, { childList: true });
  return update;
}

/** @returns {HTMLDialogElement|null} */
const modal = () => document.querySelector('body > dialog:modal');

/** Closes it as Escape does. */
function cancel(dialog) {
  if (dialog?.dispatchEvent(new Event('cancel', { cancelable: true }))) dialog.close();
}

class WatchedLayer {
  #layer;
  /** @type {Watcher|null} */
  #watcher = null;

  /** @param {Layer} layer */
  constructor(layer) {
    this.#layer = layer;
  }

  update() {
    const isOpen = this.#layer.isOpen();
    if (isOpen === (this.#watcher !== null)) return;
    if (!isOpen) {
      const watcher = this.#watcher;
      this.#watcher = null;
      watcher.destroy();
      return;
    }
    this.#watcher = new globalThis['CloseWatcher']();
    this.#watcher.onclose = () => {
      this.#watcher = null;
      if (this.#layer.isOpen()) this.#layer.close();
    };
  }
}
