/** Keys that the page or the browser would take, sent to the terminal. */
import { attempt } from '../../components/attempt.js';
import { spokenOf } from '../../lib/chord-text.js';
import { el, need, setText } from '../../lib/dom.js';
import { logError } from '../../lib/log.js';
import { TEXT } from './keys-text.js';

const RAW_WAIT_MS = 5_000;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installKeyModes(page) {
  const raw = new RawKey(page);
  page.actions.register('keys.raw', () => raw.wait());
  page.actions.register('keys.lock', fullScreenOf(page));
  page.settings.watch('keys', () => describeWayOut(page.actions));
  page.screen.softInput().catch((error) => logError('soft keyboards are left to xterm.js', error));
}

/** No keyboard trap: a screen reader speaks the key that leaves the terminal. */
function describeWayOut(actions) {
  const [chord] = actions.chords('page.leave');
  setText(need('#leave-hint'), chord === undefined ? TEXT.leaveByPalette : TEXT.leaveBy(spokenOf(chord)));
}

/** A note over the terminal, whose size stays the same. */
export class KeyNote {
  #page;
  #element = null;

  /** @param {import('../../pages/page-contract.js').Page} page */
  constructor(page) {
    this.#page = page;
  }

  show(...content) {
    this.hide();
    this.#element = el('p', { class: 'key-note' }, ...content);
    this.#page.layer.append(this.#element);
    this.#page.say(this.#element.textContent);
  }

  hide() {
    this.#element?.remove();
    this.#element = null;
  }
}

class RawKey {
  #page;
  #note;
  #timer = 0;
  #cancel = () => {};

  constructor(page) {
    this.#page = page;
    this.#note = new KeyNote(page);
  }

  /** Sends the next key to the terminal, Escape too: only time cancels it. */
  wait() {
    this.#end();
    this.#page.focus();
    this.#cancel = this.#page.screen.nextKeyRaw((chord) => {
      this.#end();
      this.#page.say(TEXT.wasSent(spokenOf(chord)));
    });
    this.#note.show(TEXT.nextKey);
    this.#timer = setTimeout(() => this.#end(), RAW_WAIT_MS);
  }

  #end() {
    clearTimeout(this.#timer);
    this.#cancel();
    this.#note.hide();
  }
}

/** Loads on first use. Browsers allow full screen for some seconds after the key press. */
function fullScreenOf(page) {
  let fullScreen = null;
  return () =>
    attempt(async () => {
      fullScreen ??= new (await import('./full-screen.js')).FullScreen(page, new KeyNote(page));
      await fullScreen.toggle();
    });
}
