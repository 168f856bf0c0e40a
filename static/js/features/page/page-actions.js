/** Actions that belong to no feature. */
import { newlineOf } from '../../terminal/input/key-bytes.js';
import { rooted } from '../../lib/base-path.js';
import { need } from '../../lib/dom.js';
import { logWarning } from '../../lib/log.js';
import { attempt } from '../../components/attempt.js';
import { whenAttached } from '../windows/action-target.js';
import { record } from '../recording/record.js';
import { share } from '../sharing/share.js';
import { toggleTheme } from '../themes/theme.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installPageActions(page) {
  page.screen.chooseRenderer().catch((error) => logWarning(`drawing as the page began: ${error.message}`));
  let extendedKeys = false;
  page.events.on('attached', (attached) => {
    extendedKeys = attached.extendedKeys;
  });
  const actions = {
    'page.leave': () => need('#home').focus(),
    copy: () => page.screen.copySelection(),
    newline: () =>
      page.type(new TextEncoder().encode(newlineOf(page.settings.get('shiftEnter'), extendedKeys))),
    'send.ctrlW': () => page.type(Uint8Array.of(0x17)),
    'send.ctrlT': () => page.type(Uint8Array.of(0x14)),
    'send.ctrlN': () => page.type(Uint8Array.of(0x0e)),
    'theme.toggle': () => toggleTheme(page.settings),
    'session.fit': () => page.takeSize(),
  };
  if (!page.guest) {
    actions['session.share'] = () =>
      whenAttached(page, () => afterDialog(page, share(page.api, page.session)));
    actions['session.record'] = () =>
      whenAttached(page, () => afterDialog(page, record(page.api, page.session, { on: page.recording })));
    actions['home.open'] = () => location.assign(rooted('/'));
    actions['inbox.open'] = () => location.assign(rooted('/inbox'));
    actions['settings.open'] = () =>
      location.assign(
        `${rooted('/settings')}?back=${encodeURIComponent(location.pathname + location.search)}`,
      );
  }
  for (const [id, run] of Object.entries(actions)) page.actions.register(id, run);
}

/** Shows an error of the dialog, and gives the keyboard back to the terminal, wherever it was before. */
async function afterDialog(page, dialog) {
  await attempt(() => dialog);
  page.focus();
}
