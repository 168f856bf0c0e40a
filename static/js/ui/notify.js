/** What happens in a session while nobody looks at this page: a count in the tab, and one notification. */
import { showNotification, clearNotifications, permission } from '../net/notifications.js';
import { Turns } from '../net/turns.js';
import { installMessages } from '../terminal/messages.js';
import { noticeOf, shown, TEXT_MAX_CHARS, wanted } from '../util/notices.js';
import { installMute } from './mute.js';
import { setCount } from './tab.js';
import { toast } from './toast.js';
import { turnTo } from './turn.js';

// A bell comes twice where tmux marks the window as well, which it tells once a second: what says more is told.
const COLLECT_MS = 1_500;

/** @param {import('../main/terminal.js').Page} page */
export function installNotify(page) {
  const attention = new Attention(page);
  page.events.on('attached', ({ session }) => attention.attached(session));
  page.events.on('switched', ({ session }) => attention.attached(session));
  page.events.on('windows', (windows) => attention.windows(windows));
  page.events.on('bell', () => attention.happened({ kind: 'bell' }));
  page.events.on('done', ({ window: where, command, seconds }) => attention.happened({ kind: 'done', window: where, command, seconds }));
  page.screen.extend(({ parser }, disposables) => installMessages(parser, disposables, (message) => attention.said(message)));
  document.addEventListener('visibilitychange', () => attention.look());
  window.addEventListener('pagehide', () => attention.leave());
  if (!page.guest) installMute(page);
}

class Attention {
  #page;
  #turns = new Turns();
  #session = null;
  #rung = null;
  #count = 0;
  #best = null;
  #timer = null;

  constructor(page) {
    this.#page = page;
    if (page.guest) return;
    navigator.serviceWorker?.addEventListener('message', ({ data }) => data?.type === 'open-window' && this.#open(data.window));
  }

  attached({ id }) {
    if (this.#session !== id) this.#rung = null;
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

  leave() {
    this.#turns.leave();
  }

  /** Windows that tmux marked since the last list have rung. */
  windows(windows) {
    const before = this.#rung;
    this.#rung = new Set(windows.filter(({ bell }) => bell).map(({ id }) => id));
    if (before === null) return; // what rang before we came is no news
    const rang = windows.find(({ id, bell }) => bell && !before.has(id));
    if (rang) this.happened({ kind: 'bell', window: rang });
  }

  /** A program has a message; who looks sees it in the page. */
  said({ title, text }) {
    if (document.hidden) this.happened({ kind: 'message', title, text });
    else if (this.#wanted('message')) toast([title, text].map((one) => shown(one, TEXT_MAX_CHARS)).filter(Boolean).join(': '));
  }

  /** @param {Partial<import('../util/notices.js').Happening>} what */
  happened(what) {
    if (!document.hidden || this.#session === null || !this.#wanted(what.kind)) return;
    const again = what.kind === 'bell' && this.#best?.kind === 'bell';
    if (!again) setCount(this.#count += 1);
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
    setCount(this.#count = 0);
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
    this.#turns.speak(session.id, () => showNotification(notice, () => this.#open(notice.window))).catch(() => {});
  }

  #open(windowId) {
    if (windowId && this.#page.mayType()) turnTo(this.#page, windowId);
    this.#page.focus();
  }
}

const tagOf = (sessionId) => `webmux:${sessionId}`;
