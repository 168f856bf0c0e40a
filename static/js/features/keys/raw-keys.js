/** Ways to get keys past the page and past the browser. */
import { spokenOf } from '../../lib/chord-text.js';
import { need, setText } from '../../lib/dom.js';
import { logError } from '../../lib/log.js';
import { sentence } from '../../components/dialogs.js';
import { KeyNote } from './key-note.js';
import { toast } from '../../components/toast.js';

const RAW_WAIT_MS = 5_000;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installKeyModes(page) {
  const raw = new RawKey(page);
  page.actions.register('keys.raw', () => raw.wait());
  page.actions.register('keys.lock', fullScreenOf(page));
  page.settings.watch('keys', () => tellWayOut(page.actions));
  page.screen.softInput().catch((error) => logError('soft keyboards are left to xterm.js', error));
}

/** No keyboard trap: whoever cannot see the page hears the key that leaves the terminal, as it is now. */
function tellWayOut(actions) {
  const [chord] = actions.chords('page.leave');
  const how =
    chord === undefined
      ? 'The command “Leave the terminal by keyboard” in the palette reaches'
      : `Press ${spokenOf(chord)} to leave the terminal and reach`;
  setText(
    need('#leave-hint'),
    `${how} the buttons of the page. The first one, by Shift+Tab, is screen reader mode.`,
  );
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

  /** The next key is the terminal's; Escape too, so only time takes this back. */
  wait() {
    this.#end();
    this.#page.focus();
    this.#cancel = this.#page.screen.nextKeyRaw((chord) => {
      this.#end();
      this.#page.say(`${spokenOf(chord)} was sent to the terminal.`);
    });
    this.#note.show('The next key goes to the terminal…');
    this.#timer = setTimeout(() => this.#end(), RAW_WAIT_MS);
  }

  #end() {
    clearTimeout(this.#timer);
    this.#cancel();
    this.#note.hide();
  }
}

/** Loads on first use; the gesture that a browser wants for full screen lasts for seconds. */
function fullScreenOf(page) {
  let full = null;
  return async () => {
    try {
      full ??= new (await import('./full-screen.js')).FullScreen(page);
      await full.toggle();
    } catch (error) {
      toast(sentence(error), { kind: 'error' });
    }
  };
}
