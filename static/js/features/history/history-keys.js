/** Keys in the history: some move in it or leave it, every other is typed, which leaves it too. */
import { chordOf } from '../../lib/chord.js';
import { passKey } from '../keys/pass-key.js';

/** @typedef {import('./history-view.js').HistoryView} HistoryView */

/** @type {Record<string, (view: HistoryView) => void>} */
const KEYS = {
  Escape: (view) => view.close(),
  End: (view) => view.toEnd(),
  Home: (view) => view.toStart(),
  'Shift+PageUp': (view) => view.scrollPages(-1),
  'Shift+PageDown': (view) => view.scrollPages(1),
  'Meta+A': (view) => view.selectAll(),
};

/** Only where it was opened on purpose, as a pager: elsewhere they are the beginning of a command. */
const PAGER_KEYS = {
  Q: (view) => view.close(),
  '/': (view) => view.find(),
  N: (view) => view.go('previous'),
  'Shift+N': (view) => view.go('next'),
  'Ctrl+A': (view) => view.selectAll(),
};

/** @type {Record<string, (view: HistoryView) => void>} */
const ACTIONS = {
  'find.open': (view) => view.find(),
  copy: (view) => view.copy(),
  'history.open': (view) => view.close(),
};

/**
 * @param {HistoryView} view
 * @param {{page: import('../../pages/page-contract.js').Page, whole: HTMLElement, pager: boolean}} about
 * @param {import('../../lib/disposables.js').Disposables} disposables
 */
export function installHistoryKeys(view, { page, whole, pager }, disposables) {
  const keys = pager ? { ...KEYS, ...PAGER_KEYS } : KEYS;
  disposables.listen(whole, 'keydown', (event) => onKey(view, page, keys, event));
  // Also with the keyboard nowhere, or in the bar of the page, there is a way back.
  disposables.listen(document, 'keydown', (event) => {
    if (event.defaultPrevented || whole.contains(event.target) || document.querySelector('dialog:modal'))
      return;
    if (event.target === document.body || ['Escape', 'End'].includes(chordOf(event)))
      onKey(view, page, keys, event);
  });
}

function onKey(view, page, keys, event) {
  const chord = chordOf(event);
  const writes = event.target.matches('input, select');
  const run = (writes ? null : keys[chord]) ?? ACTIONS[page.actions.of(chord)];
  if (run) {
    event.preventDefault();
    event.stopPropagation();
    run(view);
    return;
  }
  if (!writes) passKey(page, event, view);
}
