/** Sessions from within one: switch without a new page, make, rename; Back leads to the one before. */
import { sessionAddress, sessionOf } from '../../lib/paths.js';
import { need } from '../../lib/dom.js';
import { onceHere } from '../windows/when-attached.js';

/** @param {import('../../pages/terminal.js').Page} page */
export function installSessions(page) {
  if (page.guest) return;
  need('#switch').addEventListener('click', () => page.actions.run('switcher.open'));
  page.actions.register('session.new', () => create(page));
  page.actions.register('session.rename', () => onceHere(page, () => rename(page)));
  window.addEventListener('popstate', () => {
    const name = sessionOf(location.pathname);
    if (name !== null && name !== page.session?.name) page.open(name);
  });
}

/** Shows another session here, and of it the window with that id; Back leads to the one before. */
export function goTo(page, name, windowId = null) {
  if (name !== page.session?.name) {
    const address = sessionAddress(name, location.search);
    const window =
      windowId === null ? '' : `${address.includes('?') ? '&' : '?'}window=${encodeURIComponent(windowId)}`;
    history.pushState(null, '', address + window);
    page.events.emit('address');
    page.open(name);
  }
  page.focus();
}

async function create(page) {
  const { askNewSession } = await import('./session-dialogs.js');
  const session = await askNewSession(page.api);
  if (session) goTo(page, session.name);
  else page.focus();
}

async function rename(page) {
  const { askSessionName } = await import('./session-dialogs.js');
  await askSessionName(page.api, page.session);
  page.focus();
}
