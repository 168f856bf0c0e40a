/** Keys in the history. Some move in it or close it; every other key is typed, which closes it too. */
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

/** Only if a key opened the history: if a user scrolled back, these letters begin a command. */
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
  // These keys also work if nothing has the focus, and Escape and End if the page's bar has it.
  disposables.listen(document, 'keydown', (event) => {
    if (event.defaultPrevented || whole.contains(event.target) || document.querySelector('dialog:modal'))
      return;
    if (event.target === document.body || ['Escape', 'End'].includes(chordOf(event)))
      onKey(view, page, keys, event);
  });
}

function onKey(view, page, keys, event) {
  const chord = chordOf(event);
  const inField = event.target.matches('input, select');
  const run = (inField ? null : keys[chord]) ?? ACTIONS[page.actions.of(chord)];
  if (run) {
    event.preventDefault();
    event.stopPropagation();
    run(view);
    return;
  }
  if (!inField) passKey(page, event, view);
}
