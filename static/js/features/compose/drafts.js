/** What was written in the compose bar and not yet sent, and what was sent: of each session, in this browser. */

const SENT_MAX = 30;
const TEXT_MAX = 10_000;

export class Drafts {
  #storage;
  #session;

  /** @param {() => string} session its name now. @param {() => Storage} [storage] may throw where it is forbidden. */
  constructor(session, storage = () => globalThis.localStorage) {
    this.#session = session;
    this.#storage = storage;
  }

  get draft() {
    return this.#read('draft') ?? '';
  }

  set draft(text) {
    this.#write('draft', text === '' ? null : text.slice(0, TEXT_MAX));
  }

  /** The newest first. @returns {string[]} */
  get sent() {
    try {
      const kept = JSON.parse(this.#read('sent') ?? '[]');
      return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string') : [];
    } catch {
      return [];
    }
  }

  remember(text) {
    if (text.length > TEXT_MAX) return;
    this.#write(
      'sent',
      JSON.stringify([text, ...this.sent.filter((one) => one !== text)].slice(0, SENT_MAX)),
    );
  }

  forget() {
    this.#write('sent', null);
  }

  #read(what) {
    try {
      return this.#storage().getItem(this.#key(what));
    } catch {
      return null; // Forbidden.
    }
  }

  #write(what, value) {
    try {
      if (value === null) this.#storage().removeItem(this.#key(what));
      else this.#storage().setItem(this.#key(what), value);
    } catch {
      // Forbidden or full: then it lasts as long as the page.
    }
  }

  #key(what) {
    return `webmux.${what}.${this.#session()}`;
  }
}
