/** Keys that xterm.js has no bytes for, or leaves to the browser as well. */
import { chordOf, isMac } from '../../lib/chord.js';

// C0 characters by the sign on the key, whatever the layout; letters and digits xterm.js knows.
const CONTROLS = { '@': '\x00', '[': '\x1b', '\\': '\x1c', ']': '\x1d', '^': '\x1e', _: '\x1f', '/': '\x1f' };
const NAMED_KEY =
  /^(F\d{1,2}|Arrow(Up|Down|Left|Right)|Home|End|PageUp|PageDown|Insert|Delete|Backspace|Enter)$/;

/**
 * The C0 character of Ctrl and a sign, or null; with Alt it may be AltGr, which writes the sign.
 * @testonly
 */
export function controlOf({ ctrlKey, altKey, metaKey, key }) {
  return ctrlKey && !altKey && !metaKey && Object.hasOwn(CONTROLS, key) ? CONTROLS[key] : null;
}

/**
 * Whether Option is Meta for this key.
 * @param {'left'|'both'|'none'} choice of the reader. `left`: the left Option key, but for signs that programs are
 *   written with: some layouts have them on Option only.
 * @param {ReadonlySet<string>} held codes of the Option keys that are down.
 * @testonly
 */
export function optionIsMeta(choice, { key }, held) {
  if (choice !== 'left') return choice === 'both';
  if (held.has('AltRight')) return false;
  return !/^[!-/:-@[-`{-~]$/.test(key);
}

/**
 * @param {import('../../../vendor/xterm.mjs').Terminal} terminal
 * @param {import('../../lib/disposables.js').Disposables} disposables
 * @param {{option: () => string, isOwn: (chord: string) => boolean}} choices `isOwn`: the reader gave this chord a meaning.
 * @returns {(event: KeyboardEvent) => boolean} whether the key was dealt with.
 */
export function installSpecialKeys(terminal, disposables, { option, isOwn }) {
  const held = new Set();
  const onAlt = (event) =>
    event.key === 'Alt' && held[event.type === 'keydown' ? 'add' : 'delete'](event.code);
  if (isMac()) {
    for (const type of ['keydown', 'keyup']) disposables.listen(window, type, onAlt, true);
    disposables.listen(window, 'blur', () => held.clear());
  }
  return (event) => {
    if (event.altKey && isMac()) setMeta(terminal, optionIsMeta(option(), event, held));
    const control = controlOf(event);
    if (control !== null && !isOwn(chordOf(event))) {
      event.preventDefault();
      if (event.type === 'keydown') terminal.input(control, true);
      return true;
    }
    // For a screen reader xterm.js leaves keys to the field; what writes nothing there the browser would act on.
    if (terminal.options.screenReaderMode && NAMED_KEY.test(event.key) && !event.metaKey)
      event.preventDefault();
    return false;
  };
}

function setMeta(terminal, on) {
  if (terminal.options.macOptionIsMeta !== on) terminal.options.macOptionIsMeta = on;
}
