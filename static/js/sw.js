/**
 * The service worker: shows pushed messages, and a page of its own if the server does not answer.
 * It caches nothing else: an old page must never meet a new server.
 */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

const CACHE = 'webmux-offline';
const OFFLINE = 'offline';
const ICONS = 'static/icons/';
const scope = worker.registration.scope;

const inScope = (path) => new URL(path, scope).href;

worker.addEventListener('install', (event) => {
  worker.skipWaiting();
  event.waitUntil(keepOfflinePage());
});

worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));

async function keepOfflinePage() {
  const cache = await caches.open(CACHE);
  // Without the page, messages still work.
  await cache.add(new Request(inScope(OFFLINE), { cache: 'reload' })).catch(() => {});
}

async function takeOver() {
  await worker.registration.navigationPreload?.enable();
  await worker.clients.claim();
}

worker.addEventListener('fetch', (event) => {
  if (event.request.mode === 'navigate') event.respondWith(pageOf(event));
});

async function pageOf(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(inScope(OFFLINE))) ?? Response.error();
  }
}

worker.addEventListener('push', (event) => event.waitUntil(take(messageOf(event.data))));

/** Shows a message, or closes the notification that it withdraws: nobody has to answer that any more. */
async function take(message) {
  if (!message.withdraw) return show(message);
  const shown = await worker.registration.getNotifications({ tag: String(message.tag) });
  for (const notification of shown) notification.close();
}

/** The message of the server. Even an unreadable one must be shown, or the browser shows its own. */
function messageOf(data) {
  try {
    return data.json();
  } catch {
    return { title: 'WebMux', body: 'Something happened in a session.', tag: 'webmux', path: '/' };
  }
}

async function show({ title, body, tag, path, window, episode = '', again, test }) {
  const options = {
    body: String(body),
    tag: String(tag),
    // It replaces the last one of its session and must alert like that one, unless a page showed the same.
    renotify: again === true || !(await hasShown(String(tag), episode)),
    icon: inScope(`${ICONS}icon-192.png`),
    badge: inScope(`${ICONS}badge-96.png`),
    data: { path, window, episode },
  };
  await worker.registration.showNotification(String(title), options);
  if (test) await notifyPages({ type: 'push-arrived' });
}

async function hasShown(tag, episode) {
  const shown = await worker.registration.getNotifications({ tag });
  return episode !== '' && shown.some(({ data }) => data?.episode === episode);
}

async function notifyPages(message) {
  for (const page of await pages()) page.postMessage(message);
}

function pages() {
  return worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
}

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data ?? {}));
});

/** Focuses the page that shows the session, or opens one, and has it select the window. */
async function open({ path = '/', window = '' }) {
  const address = new URL(String(path).replace(/^\/+/, ''), scope);
  const there = (await pages()).find(
    ({ url }) => decodeURI(new URL(url).pathname) === decodeURI(address.pathname),
  );
  if (window) address.searchParams.set('window', window);
  if (!there) {
    await worker.clients.openWindow(address.href);
    return;
  }
  there.postMessage({ type: 'open-window', window });
  await there.focus().catch(() => {}); // Only a real click may focus a window.
}
