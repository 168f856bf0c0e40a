/** Messages that programs send to whoever sits at the terminal: OSC 9 (iTerm2), OSC 777 (urxvt), OSC 99 (kitty). */

/** @testonly */
export const MESSAGE_MAX_CHARS = 1024;
const PARTS_MAX = 8;
// At most so many in so long, however much a program has to say.
const BURST = 3;
const REFILL_MS = 5_000;
// ConEmu's OSC 9 is a number and more: progress and the like.
const CONEMU = /^\d{1,2}(?:;|$)/;
// Parts of OSC 99 by name: those that are shown, and those that only adorn it.
const FIELDS = new Map([
  ['title', 'title'],
  ['body', 'text'],
]);
const IGNORED = new Set(['icon', 'buttons']);
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * @param {{registerOscHandler: Function}} parser of xterm.js.
 * @param {import('../lib/disposables.js').Disposables} disposables
 * @param {(message: {title: string, text: string}) => void} onMessage hears each, as the program wrote it: bounded, not yet cleaned.
 */
export function installMessages(parser, disposables, onMessage, now = () => performance.now()) {
  const allowed = rateLimit(now);
  const parts = new Parts();
  const tell = (message) => {
    if (message && (message.title || message.text) && allowed()) onMessage(message);
    return true;
  };
  disposables.own(parser.registerOscHandler(9, (data) => tell(ofItem(data))));
  disposables.own(parser.registerOscHandler(777, (data) => tell(ofUrxvt(data))));
  disposables.own(parser.registerOscHandler(99, (data) => tell(parts.take(data))));
}

/** What stands behind `OSC 9 ;`; null where it is no message. @testonly */
export function ofItem(data) {
  return CONEMU.test(data) ? null : { title: '', text: bounded(data) };
}

/** What stands behind `OSC 777 ;`: `notify`, a title, a text. @testonly */
export function ofUrxvt(data) {
  const [what, title = '', ...text] = bounded(data).split(';');
  return what === 'notify' ? { title, text: text.join(';') } : null;
}

/** Messages of OSC 99, whose title and body may come in parts, told apart by an id. @testonly */
export class Parts {
  #parts = new Map();

  /** What stands behind `OSC 99 ;`. @returns {{title: string, text: string}|null} null until the last part has come. */
  take(data) {
    const at = data.indexOf(';');
    if (at < 0) return null;
    const { i: id = '', d: done = '1', p: part = 'title', e: encoded = '0' } = aboutOf(data.slice(0, at));
    const field = FIELDS.get(part);
    const known = this.#parts.get(id) ?? { title: '', text: '' };
    this.#parts.delete(id);
    if (field) known[field] = bounded(known[field] + textOf(data.slice(at + 1), encoded === '1'));
    else if (!IGNORED.has(part)) return null; // it closes one, or asks something
    if (done !== '0') return known.text ? known : { title: '', text: known.title };
    this.#keep(id, known);
    return null;
  }

  #keep(id, known) {
    this.#parts.set(id, known);
    if (this.#parts.size > PARTS_MAX) this.#parts.delete(this.#parts.keys().next().value);
  }
}

/** Answers whether one more may be told now: a few at once, then one now and again. @testonly */
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

/** The pairs `name=value` before the text, which colons part. */
function aboutOf(text) {
  return Object.fromEntries(
    bounded(text)
      .split(':')
      .filter(Boolean)
      .map((pair) => pair.split('=', 2)),
  );
}

function bounded(text) {
  return text.slice(0, MESSAGE_MAX_CHARS);
}

function textOf(data, encoded) {
  if (!encoded) return bounded(data);
  if (data.length > 2 * MESSAGE_MAX_CHARS || !BASE64.test(data)) return '';
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(data), (char) => char.charCodeAt(0)));
  } catch {
    return ''; // no whole base64
  }
}
