/** The user's settings: the page has them from its start, the server stores them, all tabs share them. */
import { Emitter } from '../lib/emitter.js';
import { SETTINGS, validValue } from '../lib/settings-table.js';
import { readObject, readText, writeJson } from '../lib/storage.js';

const CHANNEL = 'webmux.settings';
const DEVICE = 'webmux.device';
/** The key of the theme for pages without a login. */
export const THEME = 'webmux.theme';

/**
 * @typedef {object} SettingsPlace where settings are stored; each may be left out.
 * @property {(changes: Record<string, unknown>) => Promise<unknown>} [save] stores those that follow their
 *   user.
 * @property {() => Storage} [storage] stores those of this browser.
 * @property {Pick<BroadcastChannel, 'postMessage'|'onmessage'>} [channel] to the other tabs.
 */

export class Settings {
  #values = new Map();
  #place;
  #events = new Emitter();

  /** @param {Record<string, unknown>} given the user's, by name @param {SettingsPlace} [place] */
  constructor(given, place = {}) {
    this.#place = place;
    const here = readObject(DEVICE, place.storage);
    for (const [name, { device }] of Object.entries(SETTINGS)) {
      const value = (device ? here : given)[name];
      if (value !== undefined) this.#values.set(name, validValue(name, value));
    }
    if (place.channel) place.channel.onmessage = ({ data }) => this.#take(data);
  }

  /** @param {string} name @throws {TypeError} no setting has that name. */
  get(name) {
    if (!SETTINGS[name]) throw new TypeError(`no setting is called ${name}`);
    return this.#values.has(name) ? this.#values.get(name) : SETTINGS[name].initial;
  }

  /** The settings that follow their user and differ from the default. */
  get changed() {
    return Object.fromEntries([...this.#values].filter(([name]) => !SETTINGS[name].device));
  }

  /**
   * Applies a value everywhere at once and stores it; `null` restores the default.
   * @param {string} name
   * @param {unknown} value
   * @returns {Promise<void>} rejects if it could not be stored; this page uses it in any case.
   * @throws {TypeError} the value is not valid.
   */
  set(name, value) {
    return this.change({ [name]: value });
  }

  /** As `set`, for several at once. @param {Record<string, unknown>} changes */
  async change(changes) {
    for (const [name, value] of Object.entries(changes)) {
      if (!SETTINGS[name]) throw new TypeError(`no setting is called ${name}`);
      if (value !== null && !SETTINGS[name].check(value))
        throw new TypeError(`${name} may not be ${JSON.stringify(value)}`);
    }
    this.#take(changes);
    this.#place.channel?.postMessage(changes);
    const [ofDevice, ofUser] = [true, false].map((device) =>
      Object.entries(changes).filter(([name]) => Boolean(SETTINGS[name].device) === device),
    );
    if (ofDevice.length > 0) this.#keepDevice();
    if (ofUser.length > 0) await this.#place.save?.(Object.fromEntries(ofUser));
  }

  /**
   * Applies the settings of the server: others may have changed them while this page was hidden.
   * @param {Record<string, unknown>} given
   */
  refresh(given) {
    const names = Object.entries(SETTINGS)
      .filter(([, { device }]) => !device)
      .map(([name]) => name);
    const now = names.map((name) => [name, given[name] ?? null]);
    this.#take(
      Object.fromEntries(
        now.filter(
          ([name, value]) => JSON.stringify(value) !== JSON.stringify(this.#values.get(name) ?? null),
        ),
      ),
    );
  }

  /**
   * Calls back with the value now and after each change; returns a function that ends that.
   * @param {string} name
   * @param {(value: any) => void} listener
   */
  watch(name, listener) {
    listener(this.get(name));
    return this.#events.on(name, listener);
  }

  /** @param {Record<string, unknown>} changes */
  #take(changes) {
    for (const [name, value] of Object.entries(changes)) {
      if (!SETTINGS[name]) continue;
      if (value === null) this.#values.delete(name);
      else this.#values.set(name, validValue(name, value));
    }
    for (const name of Object.keys(changes)) if (SETTINGS[name]) this.#events.emit(name, this.get(name));
  }

  #keepDevice() {
    const values = Object.fromEntries([...this.#values].filter(([name]) => SETTINGS[name].device));
    writeJson(DEVICE, values, this.#place.storage);
  }
}

/** The settings of this page, stored in all places that a page has. @param {import('./api.js').Api} api */
export function pageSettings(api, page = globalThis) {
  const { settings } = page.document.documentElement.dataset;
  const storage = () => page.localStorage;
  // Pages without a login, and guests, have no settings on the server, only the last theme of this browser.
  if (!settings) return new Settings({ 'theme.mode': readText(THEME, storage) ?? undefined }, { storage });
  const own = new Settings(parsed(settings), {
    save: oneByOne((changes) => api.ask('PATCH', '/api/settings', { settings: changes }), page),
    storage,
    channel: new page.BroadcastChannel(CHANNEL),
  });
  // A page in the back-forward cache gets no events.
  page.addEventListener('pageshow', (/** @type {PageTransitionEvent} */ { persisted }) => {
    if (persisted)
      api.ask('GET', '/api/settings').then(
        (answer) => own.refresh(answer.settings),
        () => {},
      );
  });
  return own;
}

/** The current settings, to read only. */
export function settingsNow(page = globalThis) {
  return new Settings(parsed(page.document.documentElement.dataset.settings || '{}'), {
    storage: () => page.localStorage,
  });
}

/**
 * A `save` that runs one call at a time. Later changes are merged into the next call, which starts at once if
 * the user
 * leaves the page.
 * @param {(changes: Record<string, unknown>) => Promise<unknown>} save @param {EventTarget} page
 * @returns {(changes: Record<string, unknown>) => Promise<unknown>} settles with the call that has these
 *   changes.
 * @testonly
 */
export function oneByOne(save, page) {
  /** @type {Record<string, unknown>|null} */
  let waiting = null;
  /** @type {Promise<unknown>} */
  let running = Promise.resolve();
  let next = running;
  const send = () => {
    if (waiting) running = save(waiting);
    waiting = null;
    return running;
  };
  page.addEventListener('pagehide', send);
  return (changes) => {
    if (!waiting) next = running.catch(() => {}).then(send);
    waiting = { ...waiting, ...changes };
    // This event comes before the next page is requested, but not on every device. A permanent listener could
    // keep the
    // page out of the back-forward cache.
    page.addEventListener('beforeunload', send, { once: true });
    return next;
  };
}

/** @param {string} text */
function parsed(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === 'object' ? value : {};
  } catch {
    return {};
  }
}
