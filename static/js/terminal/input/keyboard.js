/** Puts the chords of our actions in front of xterm.js; every other key belongs to tmux. */
import { chordOf, isMac } from '../../lib/chord.js';
import { rawSequence } from './key-bytes.js';

// Ctrl+C must interrupt, unless something was selected on purpose.
const COPY_SELECTION = 'Ctrl+C';
// The browser pastes by itself on these, and xterm.js hears of that as a paste.
export const PASTES = new Set(['Ctrl+Shift+V', 'Ctrl+V', 'Shift+Insert', 'Meta+V']);

const PROGRAMS_PASTE = 'Ctrl+V';

/**
 * @typedef {object} KeyHandlers
 * @property {(event: KeyboardEvent) => boolean} first looks at each key before it is one of our chords; whether it dealt with it.
 * @property {(chord: string) => string|null} actionOf
 * @property {() => boolean} hasSelection
 * @property {(action: string, held: boolean, chord: string) => void} run `held` where a key that is held down says it again.
 */

/** @param {KeyHandlers} handlers @returns {Keys} */
export function installKeys(terminal, handlers) {
  return new Keys(terminal, handlers);
}

class Keys {
  #terminal;
  #handlers;
  #awaiting = null;
  #rawCode = null;
  #onPasteKey = null;

  constructor(terminal, handlers) {
    this.#terminal = terminal;
    this.#handlers = handlers;
    terminal.attachCustomKeyEventHandler((event) =>
      this.#isRaw(event) ? this.#passRaw(event) : this.#passOrRun(event),
    );
  }

  /**
   * Has the browser paste on Ctrl+V where that is the program's key: so one can see what is in the clipboard, at once.
   * @param {() => void} listener hears the key, and types it where there is nothing to paste.
   */
  onPasteKey(listener) {
    this.#onPasteKey = listener;
  }

  /**
   * Has the next key press go to tmux, whatever it means here; `done` hears its chord.
   * @returns {() => void} takes that back.
   */
  nextRaw(done) {
    this.#awaiting = done;
    return () => {
      this.#awaiting = null;
    };
  }

  /** A raw key stays raw until another is pressed: its repeats, its character and its release. */
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

  #passRaw(event) {
    const sequence = rawSequence(event);
    if (sequence === null) return true;
    event.preventDefault();
    if (event.type === 'keydown') this.#terminal.input(sequence);
    return false;
  }

  #passOrRun(event) {
    if (this.#handlers.first(event)) return false;
    const chord = chordOf(event);
    const action = this.#wanted(chord);
    if (action === null && chord === PROGRAMS_PASTE && this.#onPasteKey !== null && !isMac()) {
      if (event.type === 'keydown') this.#onPasteKey();
      return false;
    }
    if (action === null) return true;
    if (action === 'paste' && PASTES.has(chord)) return false;
    event.preventDefault();
    if (event.type === 'keydown') this.#handlers.run(action, event.repeat, chord);
    return false;
  }

  #wanted(chord) {
    if (chord === null) return null;
    if (chord === COPY_SELECTION && !isMac() && this.#handlers.hasSelection()) return 'copy';
    return this.#handlers.actionOf(chord);
  }
}
