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
  page.panes.screen.keysFirst((event) => keys.press(event));
  page.panes.typeFirst((bytes, options) => keys.typed(bytes, options));
  page.events.on('attached', () => keys.load());
  const actions = {
    'tmux.prefix': () => keys.begin(),
    newline: () => keys.newline(),
    'panes.broadcast': () => attempt(() => broadcast.toggle()),
    'tmux.view': () => attempt(async () => (await import('./ghost-view.js')).toggleGhost(page)),
  };
  for (const [id, run] of Object.entries(actions)) page.actions.register(id, run);
}
