/** Opens the side panel, and loads it then. */
import { KEYS, readObject, updateObject } from '../../lib/storage.js';
import { needStyle } from '../../lib/load-style.js';
import { attempt } from '../../components/attempt.js';
import { blurFocused } from '../../components/focus.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installDrawer(page) {
  if (page.guest) return; // a guest sees one session
  let open = null;

  /** @param {{tab?: string, focus?: boolean}} [options] */
  function show({ tab, focus = true } = {}) {
    if (focus) blurFocused(); // so that the terminal does not get what is typed while the panel loads
    return attempt(
      async () => {
        const [{ Drawer }] = await Promise.all([
          import('./drawer-panel.js'),
          needStyle('features/drawer/drawer.css'),
        ]);
        open ??= new Drawer(page, closed);
        updateObject(KEYS.drawer, { open: true });
        await open.show(tab ?? readObject(KEYS.drawer).tab, { focus });
      },
      { log: 'the side panel did not open', onFailure: () => focus && page.focus() },
    );
  }

  function closed({ ended }) {
    open = null;
    if (ended) return; // the note about the end has the focus
    updateObject(KEYS.drawer, { open: false });
    page.focus();
  }

  page.actions.register('drawer.toggle', () => (open?.hasFocus ? open.close() : show()));
  page.actions.register('files.browse', () => show({ tab: 'files' }));
  page.actions.register('changes.show', () => show({ tab: 'changes' }));
  // The panel would cover a small screen, so there it does not open by itself.
  if (readObject(KEYS.drawer).open && matchMedia('(min-width: 641px) and (pointer: fine)').matches)
    show({ focus: false });
}
