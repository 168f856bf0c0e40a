/** Goes from the attached view to panes and back with one key, without losing what was typed. */
import { need } from '../../lib/dom.js';
import { sessionPath } from '../../lib/paths.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './page-text.js';

/** Input that is not confirmed by then is stored and asked about, as after a reload. */
const TAKEN_MS = 1_500;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installViewSwap(page) {
  const { noPanes } = need('#terminal').dataset;
  if (noPanes) toast(TEXT.noPanes(noPanes), { kind: 'error' });
  if (page.guest || !page.mayType()) return;
  page.actions.register('view.swap', () => swapView(page));
}

/**
 * Opens the other view of the session in place of this one; Back returns.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {(address: string) => void} [go]
 * @testonly
 */
export async function swapView(page, go = (address) => location.assign(address)) {
  const wait = new Promise((resolve) => setTimeout(() => resolve(false), TAKEN_MS));
  if (!(await Promise.race([page.taken(), wait]))) {
    toast(TEXT.inputWaits);
    return;
  }
  const view = page.panes === null ? 'panes' : 'terminal';
  const initial = page.settings.get('session.view');
  go(otherView(page.session?.name ?? '', location.search, view, initial));
}

/**
 * The address of the other view. Pure.
 * @param {string} session
 * @param {string} search of the address now.
 * @param {'terminal'|'panes'} view the other view; an address of `panes` always names it.
 * @param {string} initial the view of an address that names none.
 * @testonly
 */
export function otherView(session, search, view, initial) {
  const query = new URLSearchParams(search);
  query.delete('view');
  if (view === 'panes' || initial !== view) query.set('view', view);
  const text = query.toString();
  return sessionPath(session) + (text && `?${text}`);
}
