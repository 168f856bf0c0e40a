/** What one may do on every terminal page; other features register theirs. */
import { newlineOf } from '../../terminal/input/key-bytes.js';
import { rooted } from '../../lib/base-path.js';
import { need } from '../../lib/dom.js';
import { sentence } from '../../components/dialogs.js';
import { onceHere } from '../windows/when-attached.js';
import { record } from '../recording/record.js';
import { share } from '../sharing/share.js';
import { toggleTheme } from '../themes/theme.js';
import { toast } from '../../components/toast.js';

/** @param {import('../../pages/terminal.js').Page} page */
export function installUsualActs(page) {
  page.screen.chooseRenderer();
  let extendedKeys = false;
  page.events.on('attached', ({ extendedKeys: has }) => {
    extendedKeys = has;
  });
  const acts = {
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
    acts['session.share'] = () => onceHere(page, () => told(page, share(page.api, page.session)));
    acts['session.record'] = () =>
      onceHere(page, () => told(page, record(page.api, page.session, { on: page.recording })));
    acts['home.open'] = () => location.assign(rooted('/'));
    acts['settings.open'] = () =>
      location.assign(
        `${rooted('/settings')}?back=${encodeURIComponent(location.pathname + location.search)}`,
      );
  }
  for (const [id, run] of Object.entries(acts)) page.actions.register(id, run);
}

/** Whatever opened the dialog, the keyboard is the terminal's when it is gone. */
async function told(page, promise) {
  try {
    await promise;
  } catch (error) {
    toast(sentence(error), { kind: 'error' });
  }
  page.focus();
}
