/** What happens in a session while nobody looks at this page: a count in the tab, and one notification. */
import { showNotification, clearNotifications, permission } from '../../net/notifications.js';
import { Turns } from '../../net/turns.js';
import { installMessages } from '../../terminal/messages.js';
import { noticeOf, shown, TEXT_MAX_CHARS, wanted } from './notification-rules.js';
import { installMute } from './mute.js';
import { setCount } from '../../components/document-title.js';
import { toast } from '../../components/toast.js';
import { switchWindow } from '../windows/action-target.js';

// A bell comes twice: at once, and within a second with the window that rang. What says more is shown.
const COLLECT_MS = 2_000;
// So often the server hears at most that somebody uses this page.
const USED_EVERY_MS = 10_000;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installNotify(page) {
  const attention = new Attention(page);
  page.events.on('attached', ({ session }) => attention.attached(session));
  page.events.on('switched', ({ session }) => attention.attached(session));
  page.events.on('bell', () => attention.bell());
  page.events.on('rang', ({ window: where }) => attention.rang(where));
  page.events.on('done', ({ window: where, command, seconds }) =>
    attention.happened({ kind: 'done', window: where, command, seconds }),
  );
  page.screen.extend(({ parser }, disposables) =>
    installMessages(parser, disposables, (message) => attention.said(message)),
  );
  document.addEventListener('visibilitychange', () => attention.look());
  window.addEventListener('pagehide', () => attention.leave());
  if (page.guest) return;
  installMute(page);
  for (const type of ['pointermove', 'pointerdown', 'keydown', 'wheel'])
    document.addEventListener(type, () => attention.used(), { capture: true, passive: true });
  window.addEventListener('focus', () => attention.used({ focus: true }));
}

class Attention {
  #page;
  #turns = new Turns();
  #session = null;
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
    this.#session = id;
    this.look();
  }

  /** The page was shown or hidden, or has another session now. */
  look() {
    if (!document.hidden) this.#seen();
    if (this.#page.guest || this.#session === null) return;
    this.#turns.show(this.#session, { visible: !document.hidden });
    // The server tells this user's other browsers meanwhile; where it hears nothing, it takes the page for visible.
    this.#page.subscription.command('visible', { visible: !document.hidden }).catch(() => {});
  }

  /** Somebody is here: while nobody is, the server tells this user's other browsers, also of what this page shows. */
  used({ focus = false } = {}) {
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
    this.#turns.leave();
  }

  /** The terminal rang; which window it was comes later. */
  bell() {
    this.#unnamed = true;
    this.happened({ kind: 'bell' });
  }

  /** The window that rang. Where its bell was told already, as the line is slow, it is not told twice. */
  rang(window) {
    const isLate = this.#unnamed && this.#best === null;
    this.#unnamed = false;
    if (!isLate) this.happened({ kind: 'bell', window });
  }

  /** A program has a message; who looks sees it in the page. */
  said({ title, text }) {
    if (document.hidden) this.happened({ kind: 'message', title, text });
    else if (this.#wanted('message'))
      toast(
        [title, text]
          .map((one) => shown(one, TEXT_MAX_CHARS))
          .filter(Boolean)
          .join(': '),
      );
  }

  /** @param {Partial<import('./notification-rules.js').Happening>} what */
  happened(what) {
    if (!document.hidden || this.#session === null || !this.#wanted(what.kind)) return;
    const again = what.kind === 'bell' && this.#best?.kind === 'bell';
    if (!again) setCount((this.#count += 1));
    if (!this.#best || what.kind !== 'bell' || !this.#best.window) this.#best = what;
    this.#timer ??= setTimeout(() => this.#tell(), COLLECT_MS);
  }

  #wanted(kind) {
    const { session, settings } = this.#page;
    return session !== null && wanted(kind, session.name, (name) => settings.get(name));
  }

  #seen() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#best = null;
    this.#unnamed = false;
    setCount((this.#count = 0));
    if (this.#session !== null && !this.#page.guest) clearNotifications(tagOf(this.#session)).catch(() => {});
  }

  #tell() {
    const { session, windows, guest, settings } = this.#page;
    const what = this.#best;
    this.#best = this.#timer = null;
    if (guest || !session || !what || permission().state !== 'granted') return;
    const current = windows.find(({ active }) => active);
    const told = { session, window: what.kind === 'message' ? undefined : current, ...what };
    const notice = noticeOf(told, { names: settings.get('notify.names') });
    this.#turns
      .speak(session.id, () => showNotification(notice, () => this.#open(notice.window)))
      .catch(() => {});
  }

  #open(windowId) {
    if (windowId && this.#page.mayType()) switchWindow(this.#page, windowId);
    this.#page.focus();
  }
}

const tagOf = (sessionId) => `webmux:${sessionId}`;
