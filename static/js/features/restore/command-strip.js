/** Loads the strip that offers a command. Separate file: the rest loads when a window has one. */
import { currentWindow } from '../../lib/window-model.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installCommandStrip(page) {
  if (page.guest) return;
  /** @type {Promise<import('./command-strip-view.js').CommandStrip>|null} */
  let strip = null;
  const update = async () => {
    const window = currentWindow(page.windows);
    const offers = window?.offers === true && page.mayType();
    if (!offers && strip === null) return;
    strip ??= import('./command-strip-view.js').then(({ CommandStrip }) => new CommandStrip(page));
    (await strip).show(offers ? window.id : null);
  };
  for (const name of ['windows', 'window', 'role']) page.events.on(name, update);
}
