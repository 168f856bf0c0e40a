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
  if (Number.isInteger(message.count)) await badgeApp(message.count);
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

/**
 * `episode`, `pane` and `digest` belong to the question of an agent, and `actions` are its answers: an action
 * is the key of an option.
 */
async function show({ title, body, tag, path, window, test, again, actions = [], ...question }) {
  const { episode = '', pane, digest } = question;
  const options = {
    body: String(body),
    tag: String(tag),
    // It replaces the last one of its session and must alert like that one, unless a page showed the same.
    renotify: again === true || !(await hasShown(String(tag), episode)),
    icon: inScope(`${ICONS}icon-192.png`),
    badge: inScope(`${ICONS}badge-96.png`),
    data: { path, window, ...(episode && { title, episode, pane, digest }) },
    actions,
  };
  await worker.registration.showNotification(String(title), options);
  if (test) await notifyPages({ type: 'push-arrived' });
}

/** The number on the icon of the installed app, while no page is open that counts. */
function badgeApp(count) {
  const { navigator } = worker;
  const done = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  return done?.catch(() => {});
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
  const { action, notification } = event;
  notification.close();
  event.waitUntil((action ? answer : open)(notification.data ?? {}, action));
});

/** Sends the chosen option to the question that was notified. A failure is shown: nothing was sent then. */
async function answer(question, option) {
  const { pane, digest } = question;
  try {
    const reply = await fetch(inScope(`api/panes/${encodeURIComponent(pane)}/answer`), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ digest, option }),
    });
    if (!reply.ok) await showFailure(question, await reasonOf(reply));
  } catch {
    await showFailure(question, 'The server cannot be reached, so nothing was sent. Open this to try again.');
  }
}

async function reasonOf(reply) {
  const { error } = await reply.json().catch(() => ({}));
  if (error?.code === 'moved_on' || error?.code === 'pane_not_found')
    return 'It has moved on, so nothing was sent. Open this to see what is there now.';
  if (reply.status === 401) return 'You are logged out, so nothing was sent. Open this to log in.';
  return String(error?.message ?? 'The answer was refused. Open this to answer in WebMux.');
}

/** With a tag of its own: the end of the question must not close it. */
function showFailure({ title, path, window, pane }, body) {
  return worker.registration.showNotification(String(title), {
    body,
    tag: `webmux:answer:%${pane}`,
    icon: inScope(`${ICONS}icon-192.png`),
    badge: inScope(`${ICONS}badge-96.png`),
    data: { path, window },
  });
}

/** Whether a page has that session; or that question, if `pane` is the number of one with a question. */
function shows(page, address, pane) {
  const isSession = decodeURI(page.pathname) === decodeURI(address.pathname);
  return isSession && page.searchParams.get('answer') === pane;
}

/**
 * Focuses the page that shows the session, or opens one, and has it select the window. The question of an
 * agent has a page of its own.
 */
async function open({ path = '/', window = '' }) {
  const address = new URL(String(path).replace(/^\/+/, ''), scope);
  const pane = address.searchParams.get('answer');
  const there = (await pages()).find(({ url }) => shows(new URL(url), address, pane));
  if (pane) {
    await (there ? there.focus().catch(() => {}) : worker.clients.openWindow(address.href));
    return;
  }
  if (window) address.searchParams.set('window', window);
  if (!there) {
    await worker.clients.openWindow(address.href);
    return;
  }
  there.postMessage({ type: 'open-window', window });
  await there.focus().catch(() => {}); // Only a real click may focus a window.
}
