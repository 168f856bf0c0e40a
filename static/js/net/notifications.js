/** Notifications of this browser: permission, and showing one. */
import { rooted } from '../lib/base-path.js';

const ICON = '/static/icons/icon-192.png';
const BADGE = '/static/icons/badge-96.png';

/**
 * Whether notifications can be shown, and a sentence why not, or how to change that.
 * @returns {{state: 'granted'|'default'|'denied'|'unsupported', reason: string}}
 */
export function permission(page = globalThis) {
  if (!page.isSecureContext) {
    return {
      state: 'unsupported',
      reason:
        'Browsers allow notifications on encrypted connections (https) and on localhost only. ' +
        'The guide says how to set up https with one command.',
    };
  }
  if (!page.Notification) {
    const apple = /iPhone|iPad/.test(page.navigator?.userAgent ?? '');
    const reason = apple
      ? 'On an iPhone or iPad, add WebMux to the Home Screen first (Share, Add to Home Screen) ' +
        'and open it from there.'
      : 'This browser has no notifications.';
    return { state: 'unsupported', reason };
  }
  const state = page.Notification.permission;
  const reason =
    state === 'denied'
      ? 'Notifications are blocked. To allow them, click the icon at the left of the address.'
      : '';
  return { state, reason };
}

/**
 * Has the browser ask the user; works only after a click.
 * @returns {Promise<'granted'|'default'|'denied'>}
 */
export function askPermission() {
  return Notification.requestPermission();
}

/**
 * Shows one; a click on it leads to the session, and to the window.
 * @param {{title: string, body: string, tag: string, path: string, window: string, episode?: string}} notice
 * @param {() => void} [onOpen] what a click does if there is no service worker.
 */
export async function showNotification(notice, onOpen = () => {}) {
  const { title, body, tag, path, window: windowId, episode } = notice;
  // Of two for one session only the last is shown; it makes a sound too.
  /** @type {NotificationOptions & {renotify: boolean}} */
  const options = {
    body,
    tag,
    renotify: true,
    icon: rooted(ICON),
    badge: rooted(BADGE),
    data: { path, window: windowId, ...(episode && { episode }) },
  };
  const registration = await navigator.serviceWorker?.getRegistration(rooted('/')).catch(() => undefined);
  if (registration?.active) {
    await registration.showNotification(title, options);
    return;
  }
  const shown = new Notification(title, options);
  shown.onclick = () => {
    shown.close();
    window.focus();
    onOpen();
  };
}

/** Removes the notifications with this tag: the user opened their session, or they are out of date. */
export async function clearNotifications(/** @type {string} */ tag) {
  for (const shown of await shownWith(tag)) shown.close();
}

/** Whether this browser shows a notification of this episode. @param {string} tag @param {string} episode */
export async function hasNotification(tag, episode) {
  return (await shownWith(tag)).some(({ data }) => data?.episode === episode);
}

/** @param {string} tag */
async function shownWith(tag) {
  const registration = await navigator.serviceWorker?.getRegistration(rooted('/')).catch(() => undefined);
  return (await registration?.getNotifications({ tag })) ?? [];
}
