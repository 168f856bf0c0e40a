/** Notifications in the settings: permission, kinds of events, muted sessions, other browsers, and a test. */
import { askPermission, permission, showNotification } from '../../net/notifications.js';
import {
  currentSubscription,
  pushObstacle,
  registerWorker,
  renew,
  subscribe,
  unsubscribe,
} from '../../net/push.js';
import { el, setText } from '../../lib/dom.js';
import { duration, moment } from '../../lib/format.js';
import { textButton } from '../../components/controls.js';
import { sentence } from '../../components/dialogs.js';
import { flag } from '../../components/settings-form.js';
import { withMuted } from './notification-rules.js';
import { TEXT } from './notify-settings-text.js';

/** A test that takes longer counts as lost. */
const ARRIVAL_MAX_MS = 15_000;
/**
 * Builds the section; it lives as long as the page. Only a click asks for permission.
 * @param {HTMLElement} element
 * @param {{api: import('../../net/api.js').Api, settings: import('../../net/user-settings.js').Settings}}
 *   services
 */
export function mountNotifySettings(element, { api, settings }) {
  const section = new NotifySettings(api, settings);
  element.replaceChildren(...section.elements);
  return section.start();
}

class NotifySettings {
  #api;
  #settings;
  #state = el('p', { class: 'notify-state' });
  #reason = el('p', { class: 'hint' });
  #allow = textButton(TEXT.allow, () => this.#askPermission(), { class: 'button button-primary' });
  #push = el('input', {
    type: 'checkbox',
    role: 'switch',
    class: 'switch',
    id: 'notify-push',
    'aria-describedby': 'notify-push-hint',
    on: { change: () => this.#togglePush() },
  });
  #pushHint = el('p', { class: 'hint', id: 'notify-push-hint' });
  #test = textButton(TEXT.test, () => this.#sendTest(), { class: 'button' });
  #status = el('p', { class: 'notify-status', role: 'status' });
  #muted = el('ul', { class: 'notify-list' });
  #noMuted = el('p', { class: 'muted', text: TEXT.noneMuted });
  #devices = el('ul', { class: 'notify-list' });
  #noDevices = el('p', { class: 'muted', text: TEXT.noBrowsers });

  constructor(api, settings) {
    this.#api = api;
    this.#settings = settings;
  }

  get elements() {
    const push = el(
      'div',
      { class: 'setting setting-flag' },
      el('label', { for: 'notify-push', text: TEXT.push }),
      this.#push,
      this.#pushHint,
    );
    return [
      el('div', { class: 'notify-box' }, this.#state, this.#reason, this.#allow),
      ...Object.entries(TEXT.flags).map(([name, texts]) => flag(this.#settings, name, texts)),
      push,
      el('div', { class: 'notify-try' }, this.#test, this.#status),
      el('h3', { text: TEXT.mutedSessions }),
      this.#noMuted,
      this.#muted,
      el('h3', { text: TEXT.browsers }),
      this.#noDevices,
      this.#devices,
    ];
  }

  async start() {
    this.#settings.watch('notify.muted', (muted) => this.#showMuted(muted));
    // The user may come back from the settings of the browser.
    document.addEventListener('visibilitychange', () => document.hidden || this.#show());
    this.#show();
    if (await registerWorker()) await renew(this.#api);
    await this.#showDevices();
  }

  #show() {
    const { state, reason } = permission();
    setText(this.#state, TEXT.states[state]);
    this.#state.dataset.state = state;
    setText(this.#reason, reason);
    this.#reason.hidden = reason === '';
    this.#allow.hidden = state !== 'default';
    this.#test.disabled = state !== 'granted';
    const obstacle = state === 'unsupported' ? reason : pushObstacle();
    this.#push.disabled = obstacle !== '' || state !== 'granted';
    setText(this.#pushHint, obstacle || (state === 'granted' ? TEXT.pushHint : TEXT.allowFirst));
  }

  async #askPermission() {
    await askPermission();
    this.#show();
    (this.#allow.hidden ? this.#test : this.#allow).focus();
  }

  async #togglePush() {
    const { checked } = this.#push;
    this.#push.disabled = true;
    setText(this.#status, '');
    await this.#attempt(() => (checked ? subscribe(this.#api) : unsubscribe(this.#api)));
    this.#show();
    await this.#showDevices();
  }

  /** Sends a notification through the push service if this browser is subscribed, else from this page. */
  async #sendTest() {
    this.#test.disabled = true;
    await this.#attempt(async () => {
      const { checked } = this.#push;
      if (checked) {
        setText(this.#status, TEXT.sending);
        await pushArrival(() => this.#api.ask('POST', '/api/push/test'));
      } else {
        const { title, testNotification: body } = TEXT;
        await showNotification({ title, body, tag: 'webmux:test', path: '/settings', window: '' });
      }
      setText(this.#status, checked ? TEXT.pushed : TEXT.sent);
    });
    this.#test.disabled = false;
  }

  /** Does the work; the status says why if it fails. @param {() => Promise<unknown>} work */
  async #attempt(work) {
    try {
      await work();
    } catch (error) {
      setText(this.#status, sentence(error));
    }
  }

  #showMuted(muted) {
    this.#noMuted.hidden = muted.length > 0;
    this.#muted.replaceChildren(...muted.map((name) => row(name, '', TEXT.unmute, () => this.#unmute(name))));
  }

  #unmute(name) {
    const muted = withMuted(this.#settings.get('notify.muted'), name, false);
    return this.#attempt(() => this.#settings.set('notify.muted', muted));
  }

  #showDevices() {
    return this.#attempt(async () => {
      const { subscriptions } = await this.#api.ask('GET', '/api/push/subscriptions');
      this.#noDevices.hidden = subscriptions.length > 0;
      this.#devices.replaceChildren(
        ...subscriptions.map((one) => row(nameOf(one), usedText(one), TEXT.remove, () => this.#remove(one))),
      );
      this.#push.checked =
        subscriptions.some(({ current }) => current) && (await currentSubscription()) !== null;
    });
  }

  async #remove({ id, current }) {
    await this.#attempt(() =>
      current ? unsubscribe(this.#api) : this.#api.ask('DELETE', `/api/push/subscriptions/${id}`),
    );
    await this.#showDevices();
  }
}

/**
 * Sends a test; resolves when the service worker reports its arrival.
 * @param {() => Promise<unknown>} send
 */
async function pushArrival(send) {
  let onMessage;
  let timer;
  /** @type {Promise<void>} */
  const arrival = new Promise((resolve, reject) => {
    onMessage = ({ data }) => data?.type === 'push-arrived' && resolve();
    timer = setTimeout(() => reject(new Error(TEXT.notArrived)), ARRIVAL_MAX_MS);
  });
  arrival.catch(() => {}); // `send` may take longer; the rejection is handled below
  navigator.serviceWorker.addEventListener('message', onMessage);
  try {
    await send();
    await arrival;
  } finally {
    clearTimeout(timer);
    navigator.serviceWorker.removeEventListener('message', onMessage);
  }
}

function nameOf({ label, current }) {
  return current ? TEXT.thisBrowser : label || TEXT.unknownBrowser;
}

function usedText({ created_at: createdAt, used_at: usedAt }) {
  const used = usedAt === null ? TEXT.notUsed : TEXT.used(duration(Date.now() / 1000 - usedAt));
  return TEXT.since(moment(createdAt), used);
}

function row(name, detail, action, run) {
  return el(
    'li',
    {},
    el('div', {}, el('strong', { text: name }), el('p', { class: 'muted', text: detail })),
    textButton(action, run, { 'aria-label': TEXT.actionOn(action, name) }),
  );
}
