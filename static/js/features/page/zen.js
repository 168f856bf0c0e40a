/** Zen mode: the terminal without toolbar and touch keys. A handle shows them again; the tab remembers. */
import { el } from '../../lib/dom.js';
import { KEYS, ofTab, writeFlag } from '../../lib/storage.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './page-text.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installZen(page) {
  const { classList } = document.documentElement;
  const handle = el('button', {
    class: 'zen-handle',
    type: 'button',
    'aria-label': TEXT.showToolbar,
    title: TEXT.showToolbar,
    on: { click: () => set(false) },
  });
  const set = (on) => {
    classList.toggle('is-zen', on);
    if (on) {
      page.layer.append(handle);
      const [chord] = page.actions.chords('zen.toggle');
      toast(chord === undefined ? TEXT.toolbarHidden : TEXT.toolbarHiddenBy(chord));
    } else {
      handle.remove();
    }
    writeFlag(KEYS.zen, on, ofTab);
    page.events.emit('zen', on);
    page.focus();
  };
  page.actions.register('zen.toggle', () => set(!classList.contains('is-zen')));
  // A reload starts in the mode that the tab remembers.
  if (classList.contains('is-zen')) page.layer.append(handle);
  page.events.emit('zen', classList.contains('is-zen'));
}
