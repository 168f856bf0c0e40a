/** The page in full screen, with all keys of the keyboard where the browser hands them over. */
import { abilities } from './abilities.js';
import { el } from '../../lib/dom.js';
import { KeyNote } from './key-note.js';
import { toast } from '../../components/toast.js';

const HINT_MS = 6_000;

/** Full screen, where the browser lets go of its own keys if it can. */
export class FullScreen {
  #note;
  #page;
  #timer = 0;

  constructor(page) {
    this.#page = page;
    this.#note = new KeyNote(page);
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
    try {
      await document.documentElement.requestFullscreen({ navigationUI: 'hide' });
      this.#entered(await lockKeys());
    } catch (error) {
      toast(`The browser did not enter full screen: ${error.message}`, { kind: 'error' });
    }
    this.#page.focus();
  }

  #entered(why) {
    const how =
      why === ''
        ? ['All keys go to the terminal. ', 'Hold ', el('kbd', { text: 'Esc' }), ' to leave.']
        : [`${why} `, 'Press ', el('kbd', { text: 'Esc' }), ' to leave.'];
    this.#note.show(...how);
    this.#timer = setTimeout(() => this.#note.hide(), HINT_MS);
  }

  #left() {
    clearTimeout(this.#timer);
    this.#note.hide();
    navigator.keyboard?.unlock?.();
    this.#page.focus();
  }
}

/** Has the browser hand over all its keys; says why where it does not, else nothing. */
async function lockKeys() {
  const { keyLock } = abilities(window);
  if (!keyLock.works) return keyLock.why;
  try {
    await navigator.keyboard.lock();
    return '';
  } catch {
    return 'The browser keeps some keys for itself.';
  }
}
