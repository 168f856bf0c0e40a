/** The page in full screen, with all keys of the keyboard if the browser gives them to the page. */
import { attempt } from '../../components/attempt.js';
import { toast } from '../../components/toast.js';
import { el } from '../../lib/dom.js';
import { abilities, keyboardOf } from './abilities.js';
import { TEXT } from './abilities-text.js';

const HINT_MS = 6_000;

export class FullScreen {
  #note;
  #page;
  #timer = 0;

  /**
   * @param {import('../../pages/page-contract.js').Page} page
   * @param {import('./raw-keys.js').KeyNote} note
   */
  constructor(page, note) {
    this.#page = page;
    this.#note = note;
    document.addEventListener('fullscreenchange', () => !document.fullscreenElement && this.#left());
  }

  async toggle() {
    if (document.fullscreenElement) {
      await document.exitFullscreen();
      return;
    }
    const { fullScreen } = abilities(window);
    if (!fullScreen.works) {
      toast(fullScreen.why);
      return;
    }
    await attempt(
      async () => {
        await document.documentElement.requestFullscreen({ navigationUI: 'hide' });
        this.#entered(await lockKeys());
      },
      { text: TEXT.notEntered },
    );
    this.#page.focus();
  }

  /** @param {string} why keys are missing; empty if none are. */
  #entered(why) {
    const [before, key, after] = why === '' ? TEXT.holdToLeave : TEXT.pressToLeave;
    this.#note.show(`${why || TEXT.allKeys} `, before, el('kbd', { text: key }), after);
    this.#timer = setTimeout(() => this.#note.hide(), HINT_MS);
  }

  #left() {
    clearTimeout(this.#timer);
    this.#note.hide();
    keyboardOf(navigator)?.unlock?.();
    this.#page.focus();
  }
}

/** Asks the browser for all keys. @returns {Promise<string>} why it does not give them, else empty. */
async function lockKeys() {
  const { keyLock } = abilities(window);
  if (!keyLock.works) return keyLock.why;
  try {
    await keyboardOf(navigator).lock();
    return '';
  } catch {
    return TEXT.someKeysReserved;
  }
}
