/** Loads the rest of the feature when it is needed. Separate file: each terminal page has it at once. */
import { currentWindow } from '../../lib/window-model.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installCommandStrip(page) {
  if (page.guest) return;
  page.actions.register('restore.open', async () => {
    const { openSaved } = await import('./open-saved.js');
    await openSaved(page.api);
    page.focus();
  });
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
