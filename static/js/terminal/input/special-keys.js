/** Keys that xterm.js has no bytes for, or leaves to the browser too. */
import { chordOf, isMac } from '../../lib/chord.js';

/** @import { Disposables } from '../../lib/disposables.js' */
/** @import { OpenTerminal } from '../screen.js' */

// C0 characters by the character on the key; xterm.js knows letters and digits.
/** @type {Record<string, string>} */
const CONTROLS = { '@': '\x00', '[': '\x1b', '\\': '\x1c', ']': '\x1d', '^': '\x1e', _: '\x1f', '/': '\x1f' };
const NAMED_KEY =
  /^(F\d{1,2}|Arrow(Up|Down|Left|Right)|Home|End|PageUp|PageDown|Insert|Delete|Backspace|Enter)$/;

/**
 * The C0 character of Ctrl and a character, or null. With Alt it may be AltGr, which writes the character.
 * @param {KeyboardEvent} event
 * @testonly
 */
export function controlOf({ ctrlKey, altKey, metaKey, key }) {
  return ctrlKey && !altKey && !metaKey && Object.hasOwn(CONTROLS, key) ? CONTROLS[key] : null;
}

/**
 * Whether Option is Meta for this key.
 * @param {'left'|'both'|'none'} choice of the user. `left`: the left Option key, except for ASCII
 *   punctuation, which some
 *   layouts have on Option only.
 * @param {{key: string}} options
 * @param {ReadonlySet<string>} pressed codes of the Option keys that are down.
 */
export function optionIsMeta(choice, { key }, pressed) {
  if (choice !== 'left') return choice === 'both';
  if (pressed.has('AltRight')) return false;
  return !/^[!-/:-@[-`{-~]$/.test(key);
}

/**
 * @typedef {{option: () => string, isOwn: (chord: string) => boolean}} KeyChoices `isOwn`: the
 *   user assigned this chord.
 */

/**
 * @param {OpenTerminal} terminal
 * @param {Disposables} disposables
 * @param {KeyChoices} choices
 * @returns {(event: KeyboardEvent) => boolean} whether the key was handled.
 */
export function installSpecialKeys(terminal, disposables, { option, isOwn }) {
  /** @type {Set<string>} */
  const pressed = new Set();
  /** @param {KeyboardEvent} event */
  const onAlt = (event) =>
    event.key === 'Alt' && pressed[event.type === 'keydown' ? 'add' : 'delete'](event.code);
  if (isMac()) {
    for (const type of ['keydown', 'keyup']) disposables.listen(window, type, onAlt, true);
    disposables.listen(window, 'blur', () => pressed.clear());
  }
  return (event) => {
    if (event.altKey && isMac())
      setMeta(terminal, optionIsMeta(/** @type {'left'|'both'|'none'} */ (option()), event, pressed));
    const control = controlOf(event);
    if (control !== null && !isOwn(String(chordOf(event)))) {
      event.preventDefault();
      if (event.type === 'keydown') terminal.input(control, true);
      return true;
    }
    // For a screen reader xterm.js leaves keys to the field; the browser would act on those that write
    // nothing.
    if (terminal.options.screenReaderMode && NAMED_KEY.test(event.key) && !event.metaKey)
      event.preventDefault();
    return false;
  };
}

/** @param {OpenTerminal} terminal @param {boolean} on */
function setMeta(terminal, on) {
  if (terminal.options.macOptionIsMeta !== on) terminal.options.macOptionIsMeta = on;
}
