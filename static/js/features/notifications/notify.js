/** Events of a session while its page is hidden: a count in the title, and one notification. */
import { showNotification, clearNotifications, permission } from '../../net/notifications.js';
import { TabElection } from '../../net/tab-election.js';
import { installMessages } from '../../terminal/messages.js';
import { setCount } from '../../components/document-title.js';
import { toast } from '../../components/toast.js';
import { switchWindow } from '../windows/action-target.js';
import { installMute } from './mute.js';
import { TEXT_MAX_CHARS, displayText, isRequested, notificationOf, tagOf } from './notification-rules.js';

// A bell is reported twice: at once, and within a second with the window that rang. The better one is shown.
const COLLECT_MS = 2_000;
// The page reports at most once in this time that it is in use.
const USED_EVERY_MS = 10_000;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installNotify(page) {
  const attention = new Attention(page);
  page.events.on('attached', ({ session }) => attention.attached(session));
  page.events.on('switched', ({ session }) => attention.attached(session));
  page.events.on('bell', () => attention.bell());
  page.events.on('rang', (event) => attention.rang(event.window));
  page.events.on('done', (event) =>
    attention.onEvent({ kind: 'done', window: event.window, command: event.command, seconds: event.seconds }),
  );
  page.screen.extend(({ parser }, disposables) =>
    installMessages(parser, disposables, (message) => attention.onMessage(message)),
  );
  document.addEventListener('visibilitychange', () => attention.updateVisibility());
  window.addEventListener('pagehide', () => attention.leave());
  if (page.guest) return;
  installMute(page);
  for (const type of ['pointermove', 'pointerdown', 'keydown', 'wheel'])
    document.addEventListener(type, () => attention.reportUse(), { capture: true, passive: true });
  window.addEventListener('focus', () => attention.reportUse({ focus: true }));
}

class Attention {
  #page;
  #election = new TabElection();
  #sessionId = null;
  #unnamed = false;
  #count = 0;
  #best = null;
  #timer = null;
  #usedAt = -Infinity;

  constructor(page) {
    this.#page = page;
    if (page.guest) return;
    navigator.serviceWorker?.addEventListener(
      'message',
      ({ data }) => data?.type === 'open-window' && this.#open(data.window),
    );
  }

  attached({ id }) {
    this.#sessionId = id;
    this.updateVisibility();
  }

  /** The page was shown or hidden, or shows another session. */
  updateVisibility() {
    if (!document.hidden) this.#clear();
    if (this.#page.guest || this.#sessionId === null) return;
    this.#election.show(this.#sessionId, { visible: !document.hidden });
    // Without a report the server takes the page for visible, and does not notify other browsers.
    this.#page.subscription.command('visible', { visible: !document.hidden }).catch(() => {});
  }

  /** Reports that the page is in use. Otherwise the server notifies the user's other browsers too. */
  reportUse({ focus = false } = {}) {
    const now = performance.now();
    if (
      document.hidden ||
      (!focus && now - this.#usedAt < USED_EVERY_MS) ||
      this.#page.subscription.state !== 'live'
    )
      return;
    this.#usedAt = now;
    this.#page.subscription.command('used', { focus }).catch(() => {});
  }

  leave() {
    this.#election.leave();
  }

  /** The terminal rang; the window that rang is reported later. */
  bell() {
    this.#unnamed = true;
    this.onEvent({ kind: 'bell' });
  }

  /** The window that rang. On a slow connection its bell was notified before, and is not notified again. */
  rang(window) {
    const isLate = this.#unnamed && this.#best === null;
    this.#unnamed = false;
    if (!isLate) this.onEvent({ kind: 'bell', window });
  }

  /** A program sent a message. A visible page shows it itself. */
  onMessage({ title, text }) {
    if (document.hidden) this.onEvent({ kind: 'message', title, text });
    else if (this.#isRequested('message'))
      toast(
        [title, text]
          .map((part) => displayText(part, TEXT_MAX_CHARS))
          .filter(Boolean)
          .join(': '),
      );
  }

  /** @param {Partial<import('./notification-rules.js').AttentionEvent>} what */
  onEvent(what) {
    if (!document.hidden || this.#sessionId === null || !this.#isRequested(what.kind)) return;
    const isRepeated = what.kind === 'bell' && this.#best?.kind === 'bell';
    if (!isRepeated) setCount((this.#count += 1));
    if (!this.#best || what.kind !== 'bell' || !this.#best.window) this.#best = what;
    this.#timer ??= setTimeout(() => this.#notify(), COLLECT_MS);
  }

  #isRequested(kind) {
    const { session, settings } = this.#page;
    return session !== null && isRequested(kind, session.name, (name) => settings.get(name));
  }

  #clear() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#best = null;
    this.#unnamed = false;
    setCount((this.#count = 0));
    if (this.#sessionId !== null && !this.#page.guest)
      clearNotifications(tagOf(this.#sessionId)).catch(() => {});
  }

  #notify() {
    const { session, windows, guest, settings } = this.#page;
    const what = this.#best;
    this.#best = this.#timer = null;
    if (guest || !session || !what || permission().state !== 'granted') return;
    const current = windows.find(({ active }) => active);
    const event = { session, window: what.kind === 'message' ? undefined : current, ...what };
    const notification = notificationOf(event, { names: settings.get('notify.names') });
    this.#election
      .speak(session.id, () => showNotification(notification, () => this.#open(notification.window)))
      .catch(() => {});
  }

  #open(windowId) {
    if (windowId && this.#page.mayType()) switchWindow(this.#page, windowId);
    this.#page.focus();
  }
}
