// To be there at once, also when there is no server to ask for them.
import '../terminal/clipboard.js';
import '../ui/held.js';
import '../ui/long-paste.js';
import '../ui/over.js';
import '../ui/paste-dialog.js';
import { installBell } from '../ui/bell.js';
import { installElsewhere } from '../ui/elsewhere.js';
import { installDrawer } from '../ui/drawer.js';
import { installCompose } from '../ui/compose.js';
import { installFiles } from '../ui/files.js';
import { installFind } from '../ui/find.js';
import { installFontSize } from '../ui/font-size.js';
import { installGauges } from '../ui/gauges.js';
import { installHistory } from '../ui/history.js';
import { installKeyModes } from '../ui/key-modes.js';
import { installNotify } from '../ui/notify.js';
import { installPageKeys } from '../ui/page-keys.js';
import { installLinks } from '../ui/page-links.js';
import { installPageMenu } from '../ui/page-menu.js';
import { installPast } from '../ui/past.js';
import { installPaste } from '../ui/paste.js';
import { installRail } from '../ui/rail.js';
import { installRecent } from '../ui/recent.js';
import { installRightClick } from '../ui/right-click.js';
import { installScreenReader } from '../ui/screen-reader.js';
import { installSearch } from '../ui/search.js';
import { installPaneMouse } from '../ui/pane-mouse.js';
import { installSelectHint } from '../ui/select-hint.js';
import { installSessions } from '../ui/session-acts.js';
import { installProgramCopies } from '../ui/program-copies.js';
import { installSkipped } from '../ui/skipped.js';
import { installSharedBy } from '../ui/shared-by.js';
import { installShots } from '../ui/shots.js';
import { installSwitched } from '../ui/switched.js';
import { installStates } from '../ui/states.js';
import { installTouch } from '../ui/touch.js';
import { installUsualActs } from '../ui/usual-acts.js';
import { installViewFit } from '../ui/view-fit.js';
import { installViewers } from '../ui/viewers.js';
import { installWindowAddress } from '../ui/window-address.js';
import { installWaiting } from '../ui/waiting.js';
import { installWheel } from '../ui/wheel.js';
import { installWindows } from '../ui/window-tabs.js';
import { installZen } from '../ui/zen.js';
import { need } from '../util/dom.js';
import { installEach } from '../util/install.js';

export { Actions } from '../ui/actions.js';

/**
 * What the terminal page has beside its terminal. Each is a function that gets the page, see `Page` in terminal.js,
 * and registers what it does; what is only needed on demand it imports on demand. Of two that register the same action
 * the later one does it.
 * @type {((page: object) => void)[]}
 */
const FEATURES = [
  installUsualActs,
  installGauges,
  installZen,
  installScreenReader,
  installWindows,
  installSessions,
  installWindowAddress,
  installViewers,
  installSharedBy,
  installViewFit,
  installStates,
  installSwitched,
  installWaiting,
  installPast,
  installProgramCopies,
  installSkipped,
  installPageMenu,
  installRail,
  installElsewhere,
  installRecent,
  installNotify,
  installBell,
  installFontSize,
  installKeyModes,
  installHistory,
  installWheel,
  installFind,
  installSearch,
  installCompose,
  installTouch,
  installPaste,
  installFiles,
  installDrawer,
  installLinks,
  installPaneMouse,
  installSelectHint,
  installRightClick,
  installShots,
  installPageKeys,
];

/**
 * Installs them all, also where one fails.
 * @throws {AggregateError} with what failed; the others are there.
 */
export function installFeatures(page) {
  try {
    installEach(FEATURES, page);
  } finally {
    need('#terminal').dataset.features = 'ready';
  }
}
