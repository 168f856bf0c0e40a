/**
 * The address of the page names the window on show, where the session has several. To open such an address, also by
 * Back or Forward, shows its window; to load it once more, or to come back after the line was cut, does not: meanwhile
 * somebody else may have turned to another one, and all who are attached see the same.
 */
import { sessionOf } from '../../lib/paths.js';
import { windowIn, windowNamed, withWindow } from './window-query.js';
import { toast } from '../../components/toast.js';
import { turnTo } from './action-target.js';

/** @param {import('../../pages/terminal.js').Page} page */
export function installWindowAddress(page) {
  let wanted = isReload() ? null : windowIn(location.search);
  const show = () => {
    // Until the session of the address has come there are no windows, or those of another; guests have other addresses.
    if (page.windows.length === 0 || sessionOf(location.pathname) !== page.session?.name) return;
    const asked = wanted;
    wanted = null;
    // The list that tells of the turn writes the address; this one would write where the session was before.
    if (asked !== null && turnToWanted(page, asked)) return;
    const search = withWindow(location.search, page.windows);
    if (search !== location.search)
      history.replaceState(history.state, '', location.pathname + search + location.hash);
  };
  const opened = () => {
    wanted = windowIn(location.search);
  };
  page.events.on('windows', show);
  page.events.on('address', opened);
  window.addEventListener('popstate', () => {
    opened();
    show();
  });
  window.addEventListener('pageshow', (event) => event.persisted && opened());
}

/** @returns {boolean} whether the session is about to show another window. */
function turnToWanted(page, wanted) {
  const found = windowNamed(page.windows, wanted);
  if (!found)
    toast('The window in this address no longer exists. You see the current window of the session.');
  if (!found || !page.mayType()) return false;
  // Also where the list has it on show: somebody may have turned to another since, which costs nothing to take back.
  turnTo(page, found.id);
  return !found.active;
}

function isReload() {
  return document.wasDiscarded === true || performance.getEntriesByType('navigation')[0]?.type === 'reload';
}
