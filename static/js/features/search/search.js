/** Opens the search over all sessions, and loads it then. */
import { showHistory } from '../history/history.js';
import { needStyle } from '../../lib/load-style.js';
import { attempt } from '../../components/attempt.js';
import { blurFocused } from '../../components/focus.js';

/**
 * @typedef {import('../../pages/page-contract.js').Page} Page
 *
 * @param {Pick<Page, 'actions'|'guest'|'session'|'focus'>} page only the terminal page has a session; on the
 *   others a chosen line opens a page.
 */
export function installSearch(page) {
  if (page.guest) return; // a guest sees one session
  const open = async () => {
    const [{ openSearch }] = await Promise.all([
      import('./search-dialog.js'),
      needStyle('features/history/history.css'),
    ]);
    openSearch({
      session: page.session,
      onHere: page.session && ((place) => showHistory(/** @type {Page} */ (page), place)),
      onClosed: () => page.focus(),
    });
  };
  page.actions.register('search.open', () => {
    blurFocused(); // so that the terminal does not get what is typed while the search loads
    attempt(open, { onFailure: () => page.focus() });
  });
}
