/** Installs tmux’s own interface in `view=panes`. Separate file: it loads the rest only when it is used. */
import { attempt } from '../../components/attempt.js';
import { needStyle } from '../../lib/load-style.js';
import { Broadcast } from './broadcast.js';
import { PrefixKeys } from './prefix-keys.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installTmuxUi(page) {
  needStyle('features/tmux/tmux.css');
  const broadcast = new Broadcast(page);
  const keys = new PrefixKeys(page, { targets: (pane) => broadcast.targets(pane) });
  let listens = false;
  page.events.on('attached', async () => {
    await keys.load();
    if (listens) return;
    listens = true;
    page.panes.screen.keysFirst((event) => keys.press(event));
    page.panes.typeFirst((bytes, options) => keys.typed(bytes, options));
  });
  let limits = { tmux: '', limits: [] };
  page.events.on('attached', ({ tmux, limits: names = [] }) => {
    const first = limits.tmux !== tmux;
    limits = { tmux, limits: names };
    if (first && names.length > 0 && page.mayType())
      import('./tmux-limits.js').then((part) => part.showLimitsOnce(page, limits)).catch(() => {});
  });
  let hasStatus = false;
  page.settings.watch('panes.status', (on) => {
    if (!on || hasStatus) return;
    hasStatus = true;
    import('./status-line.js').then((part) => part.installStatusLine(page)).catch(() => (hasStatus = false));
  });
  const actions = {
    'tmux.limits': () => attempt(async () => (await import('./tmux-limits.js')).showLimits(page, limits)),
    'tmux.prefix': () => keys.begin(),
    newline: () => keys.newline(),
    'panes.broadcast': () => attempt(() => broadcast.toggle()),
    'tmux.view': () => attempt(async () => (await import('./ghost-view.js')).toggleGhost(page)),
  };
  for (const [id, run] of Object.entries(actions)) page.actions.register(id, run);
}
