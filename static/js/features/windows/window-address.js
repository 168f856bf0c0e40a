/**
 * The address of the page names the current window if the session has several, as `?window=@3` or with an
 * index. Opening an address, also by Back or Forward, switches to its window. Reloading or reconnecting does
 * not: all who are attached see the same window, and another client may have switched it.
 */
import { sessionOf } from '../../lib/paths.js';
import { toast } from '../../components/toast.js';
import { switchWindow } from './action-target.js';
import { TEXT } from './windows-text.js';

/** @typedef {import('../../lib/window-model.js').Window} Window */

const NAME = /^@?\d{1,10}$/;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installWindowAddress(page) {
  let requested = isReload() ? null : windowIn(location.search);
  const update = () => {
    // Only with the windows of the session that the address names. Guests have other addresses.
    if (page.windows.length === 0 || sessionOf(location.pathname) !== page.session?.name) return;
    const name = requested;
    requested = null;
    // The list that follows the switch writes the address. This one would write the window before it.
    if (name !== null && switchTo(page, name)) return;
    const search = withWindow(location.search, page.windows);
    if (search !== location.search)
      history.replaceState(history.state, '', location.pathname + search + location.hash);
  };
  const onOpened = () => {
    requested = windowIn(location.search);
  };
  page.events.on('windows', update);
  page.events.on('address', onOpened);
  window.addEventListener('popstate', () => {
    onOpened();
    update();
  });
  window.addEventListener('pageshow', (event) => event.persisted && onOpened());
}

/** @returns {boolean} whether the session is about to show another window. */
function switchTo(page, name) {
  const found = windowNamed(page.windows, name);
  if (!found) toast(TEXT.addressWindowGone);
  if (!found || !page.mayType()) return false;
  // Also if the list says that it is current: another client may have switched since.
  switchWindow(page, found.id);
  return !found.active;
}

function isReload() {
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (
    performance.getEntriesByType('navigation')
  );
  return ('wasDiscarded' in document && document.wasDiscarded === true) || navigation?.type === 'reload';
}

/**
 * @param {string} search the query of an address. @returns {string|null} null if it names no window.
 * @testonly
 */
export function windowIn(search) {
  const name = new URLSearchParams(search).get('window');
  return name !== null && NAME.test(name) ? name : null;
}

/**
 * The same query, naming the current one of these windows; without a name if there is only one.
 * @param {Window[]} windows
 * @testonly
 */
export function withWindow(search, windows) {
  const query = new URLSearchParams(search);
  const current = windows.length > 1 && windows.find(({ active }) => active);
  if (query.get('window') === (current ? current.id : null)) return search; // unchanged, also in its encoding
  query.delete('window');
  const text = [query.toString(), current && `window=${current.id}`].filter(Boolean).join('&');
  return text && `?${text}`;
}

/** The window that an id or an index names. @param {Window[]} windows @param {string} name @testonly */
export function windowNamed(windows, name) {
  return windows.find(({ id, index }) => name === id || name === String(index));
}
