/** Notifications in the settings: whether this browser may, what is told, where else, and whether it arrives. */
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
import { muting } from './notification-rules.js';
import { sentence } from '../../components/dialogs.js';

const ARRIVES_MS = 15_000;
const STATES = {
  granted: 'Notifications are allowed in this browser.',
  default: 'You have not allowed notifications in this browser yet.',
  denied: 'Notifications are blocked in this browser.',
  unsupported: 'Notifications do not work here.',
};
const FLAGS = [
  ['notify.bell', 'Bells'],
  ['notify.done', 'Long commands that finish'],
  [
    'notify.message',
    'Messages from programs',
    'Programs send them with OSC 9, 99 or 777. Inside tmux they must be wrapped, and tmux must allow that: see the guide.',
  ],
  [
    'notify.names',
    'Names in notifications',
    'Names of the session, window and command. If off, notifications say only that something happened.',
  ],
  [
    'notify.lines',
    'Last lines of the screen',
    'Adds the last five lines of the window to notifications that are sent when no WebMux tab is open. They are encrypted for your browser.',
  ],
];

/**
 * Builds the section; it lives as long as the page. Nothing is asked of the browser but by a click.
 * @param {HTMLElement} element
 * @param {{api: import('../../net/api.js').Api, settings: import('../../net/user-settings.js').Settings}} held
 */
export function mountNotifySettings(element, { api, settings }) {
  const part = new NotifySettings(api, settings);
  element.replaceChildren(...part.elements);
  return part.begin();
}

class NotifySettings {
  #api;
  #settings;
  #state = el('p', { class: 'notify-state' });
  #reason = el('p', { class: 'hint' });
  #allow = button('Allow notifications', () => this.#ask(), 'button button-primary');
  #push = el('input', {
    type: 'checkbox',
    role: 'switch',
    class: 'switch',
    id: 'notify-push',
    'aria-describedby': 'notify-push-hint',
    on: { change: () => this.#togglePush() },
  });
  #pushHint = el('p', { class: 'hint', id: 'notify-push-hint' });
  #test = button('Send a test', () => this.#try());
  #told = el('p', { class: 'notify-told', role: 'status' });
  #muted = el('ul', { class: 'notify-list' });
  #noMuted = el('p', {
    class: 'muted',
    text: 'None. To mute a session, use the bell on its page. On a phone, use the menu of its page.',
  });
  #devices = el('ul', { class: 'notify-list' });
  #noDevices = el('p', { class: 'muted', text: 'None.' });

  constructor(api, settings) {
    this.#api = api;
    this.#settings = settings;
  }

  get elements() {
    const push = el(
      'div',
      { class: 'setting setting-flag' },
      el('label', { for: 'notify-push', text: 'Also when no WebMux tab is open' }),
      this.#push,
      this.#pushHint,
    );
    return [
      el('div', { class: 'notify-box' }, this.#state, this.#reason, this.#allow),
      ...FLAGS.map(([name, label, hint]) => flag(this.#settings, name, label, hint)),
      push,
      el('div', { class: 'notify-try' }, this.#test, this.#told),
      el('h3', { text: 'Muted sessions' }),
      this.#noMuted,
      this.#muted,
      el('h3', { text: 'Browsers notified when no WebMux tab is open' }),
      this.#noDevices,
      this.#devices,
    ];
  }

  async begin() {
    this.#settings.watch('notify.muted', (muted) => this.#showMuted(muted));
    document.addEventListener('visibilitychange', () => document.hidden || this.#show()); // back from the browser's settings
    this.#show();
    if (await registerWorker()) await renew(this.#api);
    await this.#showDevices();
  }

  #show() {
    const { state, reason } = permission();
    setText(this.#state, STATES[state]);
    this.#state.dataset.state = state;
    setText(this.#reason, reason);
    this.#reason.hidden = reason === '';
    this.#allow.hidden = state !== 'default';
    this.#test.disabled = state !== 'granted';
    const obstacle = state === 'unsupported' ? reason : pushObstacle();
    this.#push.disabled = obstacle !== '' || state !== 'granted';
    const usual =
      'In this browser, by Web Push: encrypted, and sent through the push service of the browser’s maker. Works best with WebMux installed as an app.';
    setText(this.#pushHint, obstacle || (state === 'granted' ? usual : 'Allow notifications first.'));
  }

  async #ask() {
    await askPermission();
    this.#show();
    (this.#allow.hidden ? this.#test : this.#allow).focus();
  }

  async #togglePush() {
    const wanted = this.#push.checked;
    this.#push.disabled = true;
    setText(this.#told, '');
    try {
      await (wanted ? subscribe(this.#api) : unsubscribe(this.#api));
    } catch (error) {
      setText(this.#told, sentence(error));
    }
    this.#show();
    await this.#showDevices();
  }

  /** One notification by this page, and one all the way round where this browser is told without a page. */
  async #try() {
    this.#test.disabled = true;
    try {
      const pushed = this.#push.checked;
      if (pushed) await this.#roundTrip();
      else
        await showNotification({
          title: 'WebMux',
          body: 'Notifications work.',
          tag: 'webmux:test',
          path: '/settings',
          window: '',
        });
      setText(
        this.#told,
        pushed
          ? 'It arrived through the push service.'
          : 'Sent. If you see nothing, your system blocks notifications from this browser.',
      );
    } catch (error) {
      setText(this.#told, sentence(error));
    } finally {
      this.#test.disabled = false;
    }
  }

  async #roundTrip() {
    setText(this.#told, 'Sending…');
    const arrival = arrived();
    try {
      await this.#api.ask('POST', '/api/push/test');
      await arrival.promise;
    } finally {
      arrival.stop();
    }
  }

  #showMuted(muted) {
    this.#noMuted.hidden = muted.length > 0;
    this.#muted.replaceChildren(...muted.map((name) => row(name, '', 'Unmute', () => this.#hear(name))));
  }

  async #hear(name) {
    await this.#settings
      .set('notify.muted', muting(this.#settings.get('notify.muted'), name, false))
      .catch((error) => setText(this.#told, sentence(error)));
  }

  async #showDevices() {
    try {
      const { subscriptions } = await this.#api.ask('GET', '/api/push/subscriptions');
      this.#noDevices.hidden = subscriptions.length > 0;
      this.#devices.replaceChildren(
        ...subscriptions.map((one) => row(nameOf(one), usedText(one), 'Remove', () => this.#remove(one))),
      );
      this.#push.checked =
        subscriptions.some(({ current }) => current) && (await currentSubscription()) !== null;
    } catch (error) {
      setText(this.#told, sentence(error));
    }
  }

  async #remove({ id, current }) {
    try {
      await (current ? unsubscribe(this.#api) : this.#api.ask('DELETE', `/api/push/subscriptions/${id}`));
    } catch (error) {
      setText(this.#told, sentence(error));
    }
    await this.#showDevices();
  }
}

/** Resolves when the service worker says that a test has come. */
function arrived() {
  const { promise, resolve, reject } = Promise.withResolvers?.() ?? withResolvers();
  const heard = ({ data }) => data?.type === 'push-arrived' && resolve();
  const timer = setTimeout(
    () =>
      reject(
        new Error(
          'The push service accepted it, but it has not arrived yet. It may be late, or your system blocks it.',
        ),
      ),
    ARRIVES_MS,
  );
  promise.catch(() => {}); // whoever waits hears it as well
  navigator.serviceWorker.addEventListener('message', heard);
  const stop = () => {
    clearTimeout(timer);
    navigator.serviceWorker.removeEventListener('message', heard);
  };
  return { promise, stop };
}

function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}

function nameOf({ label, current }) {
  return current ? 'This browser' : label || 'Unknown browser';
}

function usedText({ created_at: createdAt, used_at: usedAt }) {
  const used =
    usedAt === null ? 'nothing sent yet' : `last notified ${duration(Date.now() / 1000 - usedAt)} ago`;
  return `since ${moment(createdAt)} · ${used}`;
}

function row(name, detail, action, run) {
  const act = button(action, run, 'button button-small');
  act.setAttribute('aria-label', `${action}: ${name}`);
  return el(
    'li',
    {},
    el('div', {}, el('strong', { text: name }), el('p', { class: 'muted', text: detail })),
    act,
  );
}

function button(text, run, className = 'button') {
  const made = el('button', { class: className, type: 'button', text });
  made.addEventListener('click', run);
  return made;
}

function flag(settings, name, label, hint) {
  const id = `setting-${name.replace('.', '-')}`;
  const box = el('input', {
    type: 'checkbox',
    role: 'switch',
    class: 'switch',
    id,
    'aria-describedby': hint && `${id}-hint`,
  });
  // Where it cannot be kept, it holds for as long as the page.
  box.addEventListener('change', () => settings.set(name, box.checked).catch(() => {}));
  settings.watch(name, (on) => {
    box.checked = on;
  });
  return el(
    'div',
    { class: 'setting setting-flag' },
    el('label', { for: id, text: label }),
    box,
    ...(hint ? [el('p', { class: 'hint', id: `${id}-hint`, text: hint })] : []),
  );
}
