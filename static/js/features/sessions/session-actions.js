/** Sessions on the terminal page: create, rename, and switch without loading a page. */
import { sessionAddress, sessionOf } from '../../lib/paths.js';
import { need } from '../../lib/dom.js';
import { reopened } from '../../lib/session-order.js';
import { toast } from '../../components/toast.js';
import { whenAttached } from '../windows/action-target.js';
import { TEXT } from './sessions-text.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installSessions(page) {
  if (page.guest) return;
  need('#switch').addEventListener('click', () => page.actions.run('switcher.open'));
  page.actions.register('session.new', () => create(page));
  page.actions.register('session.savePreset', () => whenAttached(page, () => savePreset(page)));
  page.actions.register('presets.open', async () => {
    const { managePresets } = await import('../presets/preset-list.js');
    await managePresets(page.api);
    page.focus();
  });
  page.actions.register('session.rename', () => whenAttached(page, () => rename(page)));
  window.addEventListener('popstate', () => {
    const name = sessionOf(location.pathname);
    if (name !== null && name !== page.session?.name) page.open(name);
  });
}

/** Shows another session in this page, and its window with that id; Back returns to the one before. */
export function goTo(page, name, windowId = null) {
  if (name !== page.session?.name) {
    const address = sessionAddress(name, location.search);
    const window =
      windowId === null ? '' : `${address.includes('?') ? '&' : '?'}window=${encodeURIComponent(windowId)}`;
    history.pushState(null, '', address + window);
    page.events.emit('address', {});
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

async function savePreset(page) {
  const { askSavePreset } = await import('../presets/save-preset.js');
  await askSavePreset(page.api, page.session);
  page.focus();
}

/**
 * Stores which sessions were opened last, for lists in that order.
 * @param {import('../../pages/page-contract.js').Page} page
 */
export function installRecent(page) {
  if (page.guest) return;
  let shown = {};
  const opened = ({ id, name }) => {
    // A reconnection opens nothing.
    if (id === shown.id && name === shown.name) return;
    const recent = page.settings
      .get('home.recent')
      .filter((other) => id !== shown.id || other !== shown.name);
    shown = { id, name };
    if (recent[0] === name) return;
    // Only the order of lists depends on it: a failure needs no message.
    page.settings.set('home.recent', reopened(recent, name)).catch(() => {});
  };
  page.events.on('attached', ({ session }) => opened(session));
  page.events.on(
    'session',
    (session) => [shown.id, page.session?.id].includes(session.id) && opened(session),
  );
}

/**
 * Reports that tmux shows another session here: after `switch-client`, or because the session ended.
 * @param {import('../../pages/page-contract.js').Page} page
 */
export function installSwitchNotice(page) {
  let shown = page.session?.name;
  page.events.on('attached', ({ session }) => {
    shown = session.name;
  });
  page.events.on('switched', ({ session }) => {
    page.events.emit('history.close', {});
    toast(TEXT.switched(shown, session.name));
    shown = session.name;
  });
}
