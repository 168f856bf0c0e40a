/** The bell button of the terminal page: asks for permission to notify, and mutes this session. */
import { askPermission, permission } from '../../net/notifications.js';
import { el, need, setAttribute } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { attempt } from '../../components/attempt.js';
import { toast } from '../../components/toast.js';
import { isMuted, withMuted } from './notification-rules.js';
import { TEXT } from './notifications-text.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installMute(page) {
  const { settings, actions } = page;
  const button = el('button', { id: 'mute', class: 'icon-button', type: 'button' });
  const isNowMuted = () => page.session !== null && isMuted(page.session.name, (name) => settings.get(name));
  const show = () => showState(button, { muted: isNowMuted(), asks: permission().state === 'default' });
  actions.register('session.mute', () => toggle(page, isNowMuted()));
  actions.register('notify.allow', () => allow().then(show));
  button.addEventListener('click', async () => {
    if (permission().state === 'default') await allow();
    else await toggle(page, isNowMuted());
    show();
    page.focus();
  });
  need('.term-tools').insertBefore(button, need('#theme'));
  settings.watch('notify.muted', show);
  followRename(page, show);
}

/** A session that is renamed stays muted. */
function followRename(page, show) {
  let last = page.session;
  page.events.on('attached', ({ session }) => {
    last = session;
    show();
  });
  page.events.on('session', (session) => {
    const list = page.settings.get('notify.muted');
    const renamed = last?.id === session.id && last.name !== session.name;
    if (renamed && list.includes(last.name)) {
      const others = withMuted(list, last.name, false);
      page.settings.set('notify.muted', withMuted(others, session.name, true)).catch(() => {});
    }
    last = session;
    show();
  });
}

function showState(button, { muted, asks }) {
  button.replaceChildren(icon(muted ? 'bellOff' : 'bell'));
  button.title = asks ? TEXT.allow : muted ? TEXT.unmute : TEXT.mute;
  button.setAttribute('aria-label', button.title);
  setAttribute(button, 'aria-pressed', asks ? undefined : String(muted));
}

async function allow() {
  const { state, reason } = permission();
  if (state === 'unsupported' || state === 'denied') {
    toast(reason);
    return;
  }
  const answer = state === 'granted' ? state : await askPermission();
  if (answer === 'granted') toast(TEXT.allowed);
  else if (answer === 'denied') toast(permission().reason);
}

async function toggle(page, muted) {
  if (!page.session) return;
  const { name } = page.session;
  await attempt(async () => {
    await page.settings.set('notify.muted', withMuted(page.settings.get('notify.muted'), name, !muted));
    const { state, reason } = permission();
    const obstacle = state === 'granted' ? '' : reason;
    toast(muted ? `${TEXT.unmuted(name)} ${obstacle}`.trim() : TEXT.muted(name));
  });
}
