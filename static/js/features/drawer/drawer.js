/** The side panel: when it opens. What it is, is loaded then. */
import { KEYS, readObject, updateObject } from '../../lib/storage.js';
import { logError } from '../../lib/log.js';
import { needStyle } from '../../lib/load-style.js';
import { toast } from '../../components/toast.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installDrawer(page) {
  if (page.guest) return; // a guest sees one session
  let open = null;

  async function show({ tab, focus = true } = {}) {
    if (focus) document.activeElement?.blur(); // what is typed while it loads is not for the terminal
    try {
      const [{ Drawer }] = await Promise.all([
        import('./drawer-panel.js'),
        needStyle('features/drawer/drawer.css'),
      ]);
      open ??= new Drawer(page, closed);
      updateObject(KEYS.drawer, { open: true });
      await open.show(tab ?? readObject(KEYS.drawer).tab, { focus });
    } catch (error) {
      logError('the side panel did not open', error);
      toast(error.message, { kind: 'error' });
      if (focus) page.focus();
    }
  }

  function closed({ ended }) {
    open = null;
    if (ended) return; // what says so has the focus
    updateObject(KEYS.drawer, { open: false });
    page.focus();
  }

  page.actions.register('drawer.toggle', () => (open?.hasFocus ? open.close() : show()));
  page.actions.register('files.browse', () => show({ tab: 'files' }));
  // It covers a small screen whole: there nobody finds it open who has not opened it.
  if (readObject(KEYS.drawer).open && matchMedia('(min-width: 641px) and (pointer: fine)').matches)
    show({ focus: false });
}
