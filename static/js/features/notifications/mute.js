/** The bell of the terminal page: asks whether notifications may be shown, then mutes this session and lets it be heard again. */
import { askPermission, permission } from '../../net/notifications.js';
import { el, need } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { isMuted, muting } from './notification-rules.js';
import { sentence } from '../../components/dialogs.js';
import { toast } from '../../components/toast.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installMute(page) {
  const { settings, actions } = page;
  const button = el('button', { id: 'mute', class: 'icon-button', type: 'button' });
  const muted = () => page.session !== null && isMuted(page.session.name, (name) => settings.get(name));
  const show = () => showState(button, { muted: muted(), asks: permission().state === 'default' });
  actions.register('session.mute', () => toggle(page, muted()));
  actions.register('notify.allow', () => allow().then(show));
  button.addEventListener('click', async () => {
    if (permission().state === 'default') await allow();
    else await toggle(page, muted());
    show();
    page.focus();
  });
  need('.term-tools').insertBefore(button, need('#theme'));
  settings.watch('notify.muted', show);
  keepMuted(page, show);
}

/** A session that is renamed stays muted. */
function keepMuted(page, show) {
  let known = page.session;
  page.events.on('attached', ({ session }) => {
    known = session;
    show();
  });
  page.events.on('session', (session) => {
    const list = page.settings.get('notify.muted');
    const renamed = known?.id === session.id && known.name !== session.name;
    if (renamed && list.includes(known.name)) {
      page.settings
        .set('notify.muted', muting(muting(list, known.name, false), session.name, true))
        .catch(() => {});
    }
    known = session;
    show();
  });
}

function showState(button, { muted, asks }) {
  button.replaceChildren(icon(muted ? 'bellOff' : 'bell'));
  const label = asks
    ? 'Notify me when this page is hidden'
    : muted
      ? 'Unmute this session'
      : 'Mute this session';
  button.setAttribute('aria-label', label);
  button.title = label;
  if (asks) button.removeAttribute('aria-pressed');
  else button.setAttribute('aria-pressed', String(muted));
}

async function allow() {
  const { state, reason } = permission();
  if (state === 'unsupported' || state === 'denied') {
    toast(reason);
    return;
  }
  const answer = state === 'granted' ? state : await askPermission();
  if (answer === 'granted')
    toast(
      'Notifications are on: you get bells, messages and long commands while this page is hidden. The bell above mutes this session.',
    );
  else if (answer === 'denied') toast(permission().reason);
}

async function toggle(page, muted) {
  if (!page.session) return;
  const { name } = page.session;
  try {
    await page.settings.set('notify.muted', muting(page.settings.get('notify.muted'), name, !muted));
    const { state, reason } = permission();
    if (muted) toast(`“${name}” is unmuted. ${state === 'granted' ? '' : reason}`.trim());
    else toast(`“${name}” is muted: no badges or notifications.`);
  } catch (error) {
    toast(sentence(error), { kind: 'error' });
  }
}
