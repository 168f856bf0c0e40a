// These must work at once, even if the server cannot be reached.
import '../terminal/input/clipboard.js';
import '../features/page/unconfirmed-input.js';
import '../features/clipboard/long-paste.js';
import '../features/page/end-card.js';
import '../features/clipboard/paste-dialog.js';
import { installAgentAttention } from '../features/notifications/agent-attention.js';
import { installBell } from '../features/notifications/bell.js';
import { installAttentionBadge } from '../features/sessions/attention-badge.js';
import { installDrawer } from '../features/drawer/drawer.js';
import { installCompose } from '../features/compose/compose.js';
import { installFiles } from '../features/files/files.js';
import { installScreenFind } from '../features/history/screen-find.js';
import { installFontSize } from '../features/settings/terminal-appearance.js';
import { installStats } from '../features/page/stats.js';
import { installHistory } from '../features/history/history.js';
import { installKeyModes } from '../features/keys/raw-keys.js';
import { installNotify } from '../features/notifications/notify.js';
import { installPageKeys } from '../features/keys/page-keys.js';
import { installLinks } from '../features/files/page-links.js';
import { installPageMenu, installRightClick } from '../features/page/page-menu.js';
import { installScrollbackChip } from '../features/history/scrollback-chip.js';
import { installPaste } from '../features/clipboard/paste.js';
import { installRail } from '../features/sessions/rail.js';
import { installScreenReader } from '../features/page/screen-reader.js';
import { installHints } from '../features/hints/hints.js';
import { installSearch } from '../features/search/search.js';
import { installPaneMouse } from '../features/windows/pane-mouse.js';
import { installSelectHint } from '../features/clipboard/select-hint.js';
import { installRecent, installSessions, installSwitchNotice } from '../features/sessions/session-actions.js';
import { installCommandStrip } from '../features/restore/command-strip.js';
import { installSharedBy } from '../features/sharing/shared-by.js';
import { installProgramCopies, installScreenExport } from '../features/clipboard/screen-export.js';
import { installConnectionNotices } from '../features/page/connection-notices.js';
import { installTouch } from '../features/touch/load-touch.js';
import { installPageActions } from '../features/page/page-actions.js';
import { installViewFit } from '../features/page/view-fit.js';
import { installViewSwap } from '../features/page/view-swap.js';
import { installViewers } from '../features/sharing/viewers.js';
import { installWindowAddress } from '../features/windows/window-address.js';
import { installPendingInput } from '../features/page/pending-input.js';
import { installWheel } from '../features/history/wheel.js';
import { installWindows } from '../features/windows/window-tabs.js';
import { installZen } from '../features/page/zen.js';
import { need } from '../lib/dom.js';
import { installEach } from '../lib/install-all.js';

export { Actions } from '../features/keys/action-registry.js';

/**
 * The features of the terminal page, in the order of installation. Each is a function that gets the page (see
 * page-contract.js) and registers its actions. If two register the same action, the later one runs. A feature
 * imports on demand what it needs only on demand.
 * @type {((page: object) => void)[]}
 */
const FEATURES = [
  installPageActions,
  installStats,
  installZen,
  installScreenReader,
  installWindows,
  installSessions,
  installWindowAddress,
  installViewers,
  installSharedBy,
  installViewFit,
  installViewSwap,
  installConnectionNotices,
  installSwitchNotice,
  installPendingInput,
  installScrollbackChip,
  installProgramCopies,
  installPageMenu,
  installRail,
  installAttentionBadge,
  installRecent,
  installCommandStrip,
  installNotify,
  installAgentAttention,
  installBell,
  installFontSize,
  installKeyModes,
  installHistory,
  installWheel,
  installScreenFind,
  installSearch,
  installHints,
  installCompose,
  installTouch,
  installPaste,
  installFiles,
  installDrawer,
  installLinks,
  installPaneMouse,
  installSelectHint,
  installRightClick,
  installScreenExport,
  installPageKeys,
];

/**
 * Installs all features; one that fails does not stop the others.
 * @param {import('./page-contract.js').Page} page
 * @param {((page: object) => void)[]} more features of this view, installed last.
 * @throws {AggregateError} with every failure.
 */
export function installFeatures(page, more) {
  try {
    installEach([...FEATURES, ...more], page);
  } finally {
    need('#terminal').dataset.features = 'ready';
  }
}
