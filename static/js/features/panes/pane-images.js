/**
 * Images of programs in panes, for users who turned them on; see docs/guide/panes.md.
 * Separate file: the only part of images that every page of panes loads.
 */
import { need } from '../../lib/dom.js';

/**
 * The server says whether this page may run the decoder: one that was opened before the user turned images on
 * may not.
 * @param {import('../../pages/page-contract.js').Page} page
 */
export function installPaneImages(page) {
  if (need('#terminal').dataset.images !== 'on') return;
  let gate = null;
  page.settings.watch('panes.images', async (isOn) => {
    gate ??= isOn ? loadGate(page) : null;
    (await gate)?.turn(isOn);
  });
}

async function loadGate(page) {
  const { ImageGate } = await import('../../terminal/native/image-gate.js');
  const gate = new ImageGate();
  page.screen.extend((terminal, disposables) => gate.watch(terminal, disposables));
  return gate;
}
