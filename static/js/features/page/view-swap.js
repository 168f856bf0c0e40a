/** Goes from the attached view to panes and back with one key, without losing what was typed. */
import { sessionPath } from '../../lib/paths.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './page-text.js';

/** Input that is not confirmed by then is stored and asked about, as after a reload. */
const TAKEN_MS = 1_500;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installViewSwap(page) {
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
  go(otherView(page.session?.name ?? '', location.search, page.panes === null));
}

/**
 * The address of the other view. Pure.
 * @param {string} session
 * @param {string} search of the address now.
 * @param {boolean} panes whether the other view is `panes`.
 * @testonly
 */
export function otherView(session, search, panes) {
  const query = new URLSearchParams(search);
  query.delete('view');
  if (panes) query.set('view', 'panes');
  const text = query.toString();
  return sessionPath(session) + (text && `?${text}`);
}
