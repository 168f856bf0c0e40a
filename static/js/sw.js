/**
 * The service worker: shows pushed messages, and a page of its own if the server does not answer.
 * It keeps nothing else: an old page must never meet a new server.
 */
const CACHE = 'webmux-offline';
const OFFLINE = 'offline';
const ICONS = 'static/icons/';
const scope = self.registration.scope;

const inScope = (path) => new URL(path, scope).href;

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(keepOfflinePage());
});

self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

async function keepOfflinePage() {
  const cache = await caches.open(CACHE);
  // Messages are shown without it too.
  await cache.add(new Request(inScope(OFFLINE), { cache: 'reload' })).catch(() => {});
}

async function takeOver() {
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

self.addEventListener('fetch', (event) => {
  if (event.request.mode === 'navigate') event.respondWith(pageOf(event));
});

async function pageOf(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(inScope(OFFLINE))) ?? Response.error();
  }
}

self.addEventListener('push', (event) => event.waitUntil(show(messageOf(event.data))));

/** The message of the server. Even an unreadable one must be shown, or the browser shows its own. */
function messageOf(data) {
  try {
    return data.json();
  } catch {
    return { title: 'WebMux', body: 'Something happened in a session.', tag: 'webmux', path: '/' };
  }
}

async function show({ title, body, tag, path, window, test }) {
  await self.registration.showNotification(String(title), {
    body: String(body),
    tag: String(tag),
    renotify: true, // it takes the place of the last one of its session, and must be heard like that one
    icon: inScope(`${ICONS}icon-192.png`),
    badge: inScope(`${ICONS}badge-96.png`),
    data: { path, window },
  });
  if (test) await tellPages({ type: 'push-arrived' });
}

async function tellPages(message) {
  for (const page of await pages()) page.postMessage(message);
}

function pages() {
  return self.clients.matchAll({ type: 'window', includeUncontrolled: true });
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data ?? {}));
});

/** The page that shows the session already, or a new one; there the window is chosen. */
async function open({ path = '/', window = '' }) {
  const address = new URL(String(path).replace(/^\/+/, ''), scope);
  const there = (await pages()).find(
    ({ url }) => decodeURI(new URL(url).pathname) === decodeURI(address.pathname),
  );
  if (window) address.searchParams.set('window', window);
  if (!there) {
    await self.clients.openWindow(address.href);
    return;
  }
  there.postMessage({ type: 'open-window', window });
  await there.focus().catch(() => {}); // only a real click may
}
