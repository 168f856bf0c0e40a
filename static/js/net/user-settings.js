/** What the reader chose: known at once from the page, kept by the server, the same in all tabs. */
import { Emitter } from '../lib/emitter.js';
import { SETTINGS, validValue } from '../lib/settings-table.js';
import { readObject, readText, writeJson } from '../lib/storage.js';

const CHANNEL = 'webmux.settings';
const DEVICE = 'webmux.device';
/** Where the theme is kept for pages that know nobody. */
export const THEME = 'webmux.theme';

/**
 * @typedef {object} Place where settings are kept; each may be left out.
 * @property {(changes: Record<string, unknown>) => Promise<unknown>} [save] keeps those that follow their user.
 * @property {() => Storage} [storage] stores those of this browser.
 * @property {BroadcastChannel} [channel] tells the other tabs.
 */

export class Settings {
  #values = new Map();
  #place;
  #events = new Emitter();

  /** @param {Record<string, unknown>} given the user's, by name @param {Place} [place] */
  constructor(given, place = {}) {
    this.#place = place;
    const here = readObject(DEVICE, place.storage);
    for (const [name, { device }] of Object.entries(SETTINGS)) {
      const value = (device ? here : given)[name];
      if (value !== undefined) this.#values.set(name, validValue(name, value));
    }
    if (place.channel) place.channel.onmessage = ({ data }) => this.#take(data);
  }

  /** @throws {TypeError} no setting has that name. */
  get(name) {
    if (!SETTINGS[name]) throw new TypeError(`no setting is called ${name}`);
    return this.#values.has(name) ? this.#values.get(name) : SETTINGS[name].initial;
  }

  /** The settings that follow their user and are not as they were from the start. */
  get changed() {
    return Object.fromEntries([...this.#values].filter(([name]) => !SETTINGS[name].device));
  }

  /**
   * Shows a value everywhere at once and keeps it; `null` puts it back to how it was from the start.
   * @returns {Promise<void>} rejects where it could not be kept: this page goes on with it all the same.
   * @throws {TypeError} it may not be that.
   */
  set(name, value) {
    return this.change({ [name]: value });
  }

  /** Several at once, as `set`. */
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

  /** Takes over what the server has now: while a page was away, others may have changed it. @param {Record<string, unknown>} given */
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

  /** Calls back with the value now and whenever it changes; returns what takes that back. */
  watch(name, listener) {
    listener(this.get(name));
    return this.#events.on(name, listener);
  }

  #take(changes) {
    for (const [name, value] of Object.entries(changes)) {
      if (!SETTINGS[name]) continue;
      if (value === null) this.#values.delete(name);
      else this.#values.set(name, validValue(name, value));
    }
    for (const name of Object.keys(changes)) if (SETTINGS[name]) this.#events.emit(name, this.get(name));
  }

  #keepDevice() {
    const kept = Object.fromEntries([...this.#values].filter(([name]) => SETTINGS[name].device));
    writeJson(DEVICE, kept, this.#place.storage);
  }
}

/** The settings of this page, with all places that a page has. @param {import('./api.js').Api} api */
export function pageSettings(api, page = globalThis) {
  const { settings } = page.document.documentElement.dataset;
  const storage = () => page.localStorage;
  // Strangers and guests have no settings on the server; the theme they chose last is this browser's.
  if (!settings) return new Settings({ 'theme.mode': readText(THEME, storage) ?? undefined }, { storage });
  const held = new Settings(parsed(settings), {
    save: oneByOne((changes) => api.ask('PATCH', '/api/settings', { settings: changes }), page),
    storage,
    channel: new page.BroadcastChannel(CHANNEL),
  });
  // A page kept for the Back button hears nothing meanwhile.
  page.addEventListener('pageshow', ({ persisted }) => {
    if (persisted)
      api.ask('GET', '/api/settings').then(
        (answer) => held.refresh(answer.settings),
        () => {},
      );
  });
  return held;
}

/** The same as they are now, to read only. */
export function settingsNow(page = globalThis) {
  return new Settings(parsed(page.document.documentElement.dataset.settings || '{}'), {
    storage: () => page.localStorage,
  });
}

/**
 * A `save` of which one call runs at a time: what is asked meanwhile is merged into the next, which goes at once where the
 * page is left.
 * @param {(changes: Record<string, unknown>) => Promise<unknown>} save @param {EventTarget} page
 * @returns {(changes: Record<string, unknown>) => Promise<unknown>} settles as the call does that carried these changes.
 * @testonly
 */
export function oneByOne(save, page) {
  let waiting = null;
  let next = null;
  let running = Promise.resolve();
  const send = () => {
    if (waiting) running = save(waiting);
    waiting = null;
    return running;
  };
  page.addEventListener('pagehide', send);
  return (changes) => {
    if (!waiting) next = running.catch(() => {}).then(send);
    waiting = { ...waiting, ...changes };
    // It comes before the next page is asked for, but not on every device, and a browser may keep no page that listens to it.
    page.addEventListener('beforeunload', send, { once: true });
    return next;
  };
}

function parsed(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === 'object' ? value : {};
  } catch {
    return {};
  }
}
