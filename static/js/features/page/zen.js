/** Zen: the terminal alone, without the bar and the keys for fingers. A handle brings them back; this tab remembers. */
import { el } from '../../lib/dom.js';
import { KEYS, ofTab, writeFlag } from '../../lib/storage.js';
import { toast } from '../../components/toast.js';

/** @param {import('../../pages/terminal.js').Page} page */
export function installZen(page) {
  const root = document.documentElement;
  const handle = el('button', {
    class: 'zen-handle',
    type: 'button',
    'aria-label': 'Show the toolbar',
    title: 'Show the toolbar',
    on: { click: () => set(false) },
  });
  const set = (on) => {
    root.classList.toggle('is-zen', on);
    if (on) {
      page.layer.append(handle);
      toast(`Toolbar hidden. ${wayBack(page.actions)} to bring it back.`);
    } else {
      handle.remove();
    }
    writeFlag(KEYS.zen, on, ofTab);
    page.events.emit('zen', on);
    page.focus();
  };
  page.actions.register('zen.toggle', () => set(!root.classList.contains('is-zen')));
  // Kept: the page began without its bar.
  if (root.classList.contains('is-zen')) page.layer.append(handle);
  page.events.emit('zen', root.classList.contains('is-zen'));
}

function wayBack(actions) {
  const [chord] = actions.chords('zen.toggle');
  return chord === undefined ? 'Use the handle at the top' : `Use the handle at the top, or press ${chord},`;
}
