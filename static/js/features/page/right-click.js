/** The right mouse button belongs to whoever has the mouse: tmux's menu is not covered by the browser's. */
import { need } from '../../lib/dom.js';

/** @param {import('../../pages/terminal.js').Page} page */
export function installRightClick(page) {
  need('#stage').addEventListener('contextmenu', (event) => {
    if (!event.shiftKey && page.screen.usesMouse && page.mayType()) event.preventDefault();
  });
}
