/** Web Push: notifications while no page is open. The service worker shows them. */
import { rooted } from '../lib/base-path.js';

/**
 * Registers the service worker if the browser allows it.
 * @returns {Promise<ServiceWorkerRegistration|null>}
 */
export async function registerWorker(page = globalThis) {
  if (!page.isSecureContext || !page.navigator.serviceWorker) return null;
  try {
    return await page.navigator.serviceWorker.register(rooted('/sw.js'), {
      scope: rooted('/'),
      updateViaCache: 'none',
    });
  } catch {
    return null; // Switched off, or the certificate is one that this browser only tolerates.
  }
}

/** Why this browser cannot get Web Push, as a sentence; empty if it can. */
export function pushObstacle(page = globalThis) {
  if (!page.isSecureContext) return 'That needs an encrypted connection (https).';
  if (!page.navigator.serviceWorker || !page.PushManager)
    return 'This browser cannot get notifications when no WebMux tab is open.';
  return '';
}

/** The push subscription of this browser, or null. */
export async function currentSubscription() {
  const registration = await navigator.serviceWorker?.getRegistration(rooted('/'));
  return (await registration?.pushManager?.getSubscription()) ?? null;
}

/**
 * Subscribes this browser; notifications must be allowed.
 * @param {import('./api.js').Api} api
 * @throws {Error} with a sentence for users.
 */
export async function subscribe(api) {
  const registration = await registerWorker();
  if (!registration)
    throw new Error(
      'The browser does not let this page work in the background: ' +
        'its certificate may be one that the browser does not trust.',
    );
  await navigator.serviceWorker.ready;
  const { key } = await api.ask('GET', '/api/push/key');
  const applicationServerKey = bytesOf(key);
  const known = await registration.pushManager.getSubscription();
  // The subscription of another server, as after a new state directory: the push service would refuse us.
  if (known && !same(new Uint8Array(known.options.applicationServerKey ?? []), applicationServerKey))
    await known.unsubscribe();
  await api.ask('POST', '/api/push/subscriptions', (await made(registration, applicationServerKey)).toJSON());
}

/** @param {ServiceWorkerRegistration} registration @param {Uint8Array<ArrayBuffer>} applicationServerKey */
async function made(registration, applicationServerKey) {
  try {
    return await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  } catch (error) {
    throw new Error(
      'The browser could not reach its push service. Some browsers have none, or it is blocked here.',
      { cause: error },
    );
  }
}

/**
 * Sends the subscription again, because the login may be another one. Never fails.
 * @param {import('./api.js').Api} api
 */
export async function renew(api) {
  try {
    const subscription = await currentSubscription();
    if (subscription && Notification.permission === 'granted')
      await api.ask('POST', '/api/push/subscriptions', subscription.toJSON());
  } catch {
    // The settings page shows the state.
  }
}

/** Ends the subscription of this browser. @param {import('./api.js').Api} api */
export async function unsubscribe(api) {
  const { subscriptions } = await api.ask('GET', '/api/push/subscriptions');
  const mine = subscriptions.find((/** @type {{current: boolean}} */ { current }) => current);
  if (mine) await api.ask('DELETE', `/api/push/subscriptions/${mine.id}`);
  await (await currentSubscription())?.unsubscribe();
}

/** @param {string} base64url */
function bytesOf(base64url) {
  return Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));
}

/** @param {Uint8Array} one @param {Uint8Array} other */
function same(one, other) {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
