/** Looking for text in all sessions: when it opens. What it is, is loaded then. */
import { showHistory } from '../history/history.js';
import { needStyle } from '../../lib/load-style.js';
import { toast } from '../../components/toast.js';

/**
 * Of the terminal's page, or of any other that has actions: `session` null, and every line opens a page.
 * @param {{actions: object, guest: boolean, session: {id: string, name: string}|null, focus: () => void}} page
 */
export function installSearch(page) {
  if (page.guest) return; // a guest sees one session
  page.actions.register('search.open', async () => {
    document.activeElement?.blur(); // what is typed while it loads is not for the terminal
    try {
      const [{ openSearch }] = await Promise.all([
        import('./search-dialog.js'),
        needStyle('features/history/history.css'),
      ]);
      openSearch({
        session: page.session,
        onHere: page.session ? (place) => showHistory(page, place) : undefined,
        onClosed: () => page.focus(),
      });
    } catch (error) {
      toast(error.message, { kind: 'error' });
      page.focus();
    }
  });
}
