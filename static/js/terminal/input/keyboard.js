/** Catches the chords of our actions before xterm.js; all other keys go to tmux. */
import { chordOf, isMac } from '../../lib/chord.js';
import { rawSequence } from './key-bytes.js';

/** @import { OpenTerminal } from '../screen.js' */

// Ctrl+C must interrupt, unless something is selected.
const COPY_SELECTION = 'Ctrl+C';
// The browser pastes by itself on these, and xterm.js gets a paste event.
export const PASTES = new Set(['Ctrl+Shift+V', 'Ctrl+V', 'Shift+Insert', 'Meta+V']);

const PROGRAMS_PASTE = 'Ctrl+V';

/**
 * @typedef {object} PageKeys
 * @property {(chord: string) => string|null} actionOf
 * @property {(action: string, repeats: boolean, chord: string) => void} run
 *
 * @typedef {object} OwnKeys
 * @property {(event: KeyboardEvent) => boolean} first gets each key first; returns whether it handled it.
 * @property {() => boolean} hasSelection
 *
 * @typedef {PageKeys & OwnKeys} KeyHandlers
 */

/** @param {OpenTerminal} terminal @param {KeyHandlers} handlers @returns {Keys} */
export function installKeys(terminal, handlers) {
  return new Keys(terminal, handlers);
}

class Keys {
  #terminal;
  #handlers;
  /** @type {((chord: string) => void)|null} */
  #awaiting = null;
  /** @type {string|null} */
  #rawCode = null;
  /** @type {(() => void)|null} */
  #onPasteKey = null;

  /** @param {OpenTerminal} terminal @param {KeyHandlers} handlers */
  constructor(terminal, handlers) {
    this.#terminal = terminal;
    this.#handlers = handlers;
    terminal.attachCustomKeyEventHandler((event) =>
      this.#isRaw(event) ? this.#passRaw(event) : this.#passOrRun(event),
    );
  }

  /**
   * Has the browser paste on Ctrl+V if that is a key of the program, so that the page can read the clipboard.
   * @param {() => void} listener gets the key, and types it if there is nothing to paste.
   */
  onPasteKey(listener) {
    this.#onPasteKey = listener;
  }

  /**
   * Sends the next key press to tmux, even if it is a chord of the page; `done` gets the chord.
   * @param {(chord: string) => void} done
   * @returns {() => void} cancels that.
   */
  nextRaw(done) {
    this.#awaiting = done;
    return () => {
      this.#awaiting = null;
    };
  }

  /**
   * A raw key stays raw until another one is pressed: its repeats, its character and its release.
   * @param {KeyboardEvent} event
   */
  #isRaw(event) {
    const chord = chordOf(event);
    if (event.type === 'keydown' && !event.repeat && chord !== null) {
      this.#rawCode = this.#awaiting === null ? null : event.code;
      const done = this.#awaiting;
      this.#awaiting = null;
      done?.(chord);
    }
    return this.#rawCode !== null && event.code === this.#rawCode;
  }

  /** @param {KeyboardEvent} event */
  #passRaw(event) {
    const sequence = rawSequence(event);
    if (sequence === null) return true;
    event.preventDefault();
    if (event.type === 'keydown') this.#terminal.input(sequence);
    return false;
  }

  /** @param {KeyboardEvent} event */
  #passOrRun(event) {
    if (this.#handlers.first(event)) return false;
    const chord = chordOf(event);
    const action = this.#actionOf(chord);
    if (action === null && chord === PROGRAMS_PASTE && this.#onPasteKey !== null && !isMac()) {
      if (event.type === 'keydown') this.#onPasteKey();
      return false;
    }
    if (action === null) return true;
    if (action === 'paste' && chord !== null && PASTES.has(chord)) return false;
    event.preventDefault();
    if (event.type === 'keydown') this.#handlers.run(action, event.repeat, String(chord));
    return false;
  }

  /** @param {string|null} chord */
  #actionOf(chord) {
    if (chord === null) return null;
    if (chord === COPY_SELECTION && !isMac() && this.#handlers.hasSelection()) return 'copy';
    return this.#handlers.actionOf(chord);
  }
}
