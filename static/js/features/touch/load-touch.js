/** Phones and tablets: what they need is loaded where fingers are, and nowhere else. */
import { isTouchFirst } from '../../lib/device.js';
import { logError } from '../../lib/log.js';
import { needStyle } from '../../lib/load-style.js';

const touchPage = () => import('./touch-page.js');

/** Loads what fingers need, so that it is there when the page installs it. */
export function loadTouch() {
  if (!isTouchFirst()) return;
  for (const sheet of ['features/touch/touch.css', 'features/compose/compose.css']) needStyle(sheet);
  touchPage().catch(() => {}); // said when it is installed
}

/** @param {import('../../pages/page-contract.js').Page} page */
export function installTouch(page) {
  const load = async ({ keys }) => {
    try {
      const { installTouchPage } = await touchPage();
      await installTouchPage(page, { keys });
    } catch (error) {
      logError('what fingers need did not load', error);
    }
  };
  if (isTouchFirst()) load({ keys: true });
  // Beside a mouse and a keyboard, the keys stay away until somebody asks for them.
  else window.addEventListener('touchstart', () => load({ keys: false }), { once: true, passive: true });
}
