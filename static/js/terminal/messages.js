/** Messages that programs send to the user: OSC 9 (iTerm2), OSC 777 (urxvt), OSC 99 (kitty). */

/** @typedef {{title: string, text: string}} Message */
/**
 * @typedef {{registerOscHandler: (code: number, handler: (data: string) => boolean) => {dispose: () =>
 *   void}}} OscParser
 */

/** @import { Disposables } from '../lib/disposables.js' */

/** @testonly */
export const MESSAGE_MAX_CHARS = 1024;
const PARTS_MAX = 8;
// At most so many messages in this time.
const BURST = 3;
const REFILL_MS = 5_000;
// OSC 9 of ConEmu begins with a number: progress, for example.
const CONEMU = /^\d{1,2}(?:;|$)/;
// Parts of OSC 99 by name: those that are shown, and those that are ignored.
/** @type {Map<string, 'title'|'text'>} */
const FIELDS = new Map([
  ['title', 'title'],
  ['body', 'text'],
]);
const IGNORED = new Set(['icon', 'buttons']);
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * @param {OscParser} parser of xterm.js.
 * @param {Disposables} disposables
 * @param {(message: Message) => void} onMessage gets each as the program wrote it: cut, not cleaned.
 */
export function installMessages(parser, disposables, onMessage, now = () => performance.now()) {
  const allowed = rateLimit(now);
  const parts = new Parts();
  /** @param {Message|null} message */
  const report = (message) => {
    if (message && (message.title || message.text) && allowed()) onMessage(message);
    return true;
  };
  disposables.own(parser.registerOscHandler(9, (data) => report(ofItem(data))));
  disposables.own(parser.registerOscHandler(777, (data) => report(ofUrxvt(data))));
  disposables.own(parser.registerOscHandler(99, (data) => report(parts.take(data))));
}

/** The message of `OSC 9 ;`, or null. @param {string} data @testonly */
export function ofItem(data) {
  return CONEMU.test(data) ? null : { title: '', text: bounded(data) };
}

/** The message of `OSC 777 ;`: `notify`, a title, a text. @param {string} data @testonly */
export function ofUrxvt(data) {
  const [what, title = '', ...text] = bounded(data).split(';');
  return what === 'notify' ? { title, text: text.join(';') } : null;
}

/** Messages of OSC 99. Their title and body may arrive in parts with the same id. @testonly */
export class Parts {
  /** @type {Map<string, Message>} */
  #parts = new Map();

  /**
   * The message of `OSC 99 ;`.
   * @param {string} data
   * @returns {Message|null} null until the last part arrives.
   */
  take(data) {
    const at = data.indexOf(';');
    if (at < 0) return null;
    const { i: id = '', d: done = '1', p: part = 'title', e: encoded = '0' } = aboutOf(data.slice(0, at));
    const field = FIELDS.get(part);
    const known = this.#parts.get(id) ?? { title: '', text: '' };
    this.#parts.delete(id);
    if (field) known[field] = bounded(known[field] + textOf(data.slice(at + 1), encoded === '1'));
    else if (!IGNORED.has(part)) return null; // it closes a message, or asks something
    if (done !== '0') return known.text ? known : { title: '', text: known.title };
    this.#store(id, known);
    return null;
  }

  /** @param {string} id @param {Message} known */
  #store(id, known) {
    this.#parts.set(id, known);
    if (this.#parts.size > PARTS_MAX) this.#parts.delete(this.#parts.keys().next().value ?? '');
  }
}

/**
 * Returns a function that says whether one more is allowed: a few at once, then one from time to time.
 * @param {() => number} now
 * @testonly
 */
export function rateLimit(now) {
  let left = BURST;
  let at = now();
  return () => {
    const refilled = Math.floor((now() - at) / REFILL_MS);
    if (refilled > 0) {
      left = Math.min(BURST, left + refilled);
      at += refilled * REFILL_MS;
    }
    if (left === 0) return false;
    left -= 1;
    return true;
  };
}

/** The pairs `name=value` before the text, separated by colons. @param {string} text */
function aboutOf(text) {
  return Object.fromEntries(
    bounded(text)
      .split(':')
      .filter(Boolean)
      .map((pair) => pair.split('=', 2)),
  );
}

/** @param {string} text */
function bounded(text) {
  return text.slice(0, MESSAGE_MAX_CHARS);
}

/** @param {string} data @param {boolean} encoded */
function textOf(data, encoded) {
  if (!encoded) return bounded(data);
  if (data.length > 2 * MESSAGE_MAX_CHARS || !BASE64.test(data)) return '';
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(data), (char) => char.charCodeAt(0)));
  } catch {
    return ''; // not base64
  }
}
