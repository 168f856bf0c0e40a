/** Drafts of the compose bar and texts that were sent, for each session, stored in this browser. */
import { readJson, readText, writeJson, writeText } from '../../lib/storage.js';

const SENT_MAX = 30;
const TEXT_MAX = 10_000;

export class Drafts {
  #place;
  #session;

  /** @param {() => string} session its name now. @param {import('../../lib/storage.js').Place} [place] */
  constructor(session, place) {
    this.#session = session;
    this.#place = place;
  }

  get draft() {
    return readText(this.#key('draft'), this.#place) ?? '';
  }

  set draft(text) {
    writeText(this.#key('draft'), text === '' ? null : text.slice(0, TEXT_MAX), this.#place);
  }

  /** The newest first. @returns {string[]} */
  get sent() {
    const stored = readJson(this.#key('sent'), this.#place);
    return Array.isArray(stored) ? stored.filter((text) => typeof text === 'string') : [];
  }

  remember(text) {
    if (text.length > TEXT_MAX) return;
    const others = this.sent.filter((one) => one !== text);
    writeJson(this.#key('sent'), [text, ...others].slice(0, SENT_MAX), this.#place);
  }

  forget() {
    writeText(this.#key('sent'), null, this.#place);
  }

  #key(what) {
    return `webmux.${what}.${this.#session()}`;
  }
}
