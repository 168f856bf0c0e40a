/** Loads what touch screens need, on phones and tablets at once, elsewhere with the first touch. */
import { isTouchFirst } from '../../lib/device.js';
import { logError } from '../../lib/log.js';
import { needStyle } from '../../lib/load-style.js';

const touchPage = () => import('./touch-page.js');

/** Starts to load it, so that it is there when the features are installed. */
export function loadTouch() {
  if (!isTouchFirst()) return;
  for (const sheet of ['features/touch/touch.css', 'features/compose/compose.css']) needStyle(sheet);
  touchPage().catch(() => {}); // logged by `installTouch`
}

/** @param {import('../../pages/page-contract.js').Page} page */
export function installTouch(page) {
  const load = async ({ keys }) => {
    try {
      const { installTouchPage } = await touchPage();
      await installTouchPage(page, { keys });
    } catch (error) {
      logError('what touch screens need did not load', error);
    }
  };
  if (isTouchFirst()) load({ keys: true });
  // On a device with a mouse and a keyboard, the key bar waits until the user wants it.
  else window.addEventListener('touchstart', () => load({ keys: false }), { once: true, passive: true });
}
