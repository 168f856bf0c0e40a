/** Keys pressed where the keyboard is not the terminal's, pressed in the terminal instead. */

const FIELDS = ['key', 'code', 'location', 'repeat', 'ctrlKey', 'altKey', 'shiftKey', 'metaKey'];

/**
 * Presses a key in the terminal as if it had the keyboard.
 * @param {import('../../vendor/xterm.mjs').Terminal} terminal
 * @param {KeyboardEvent} event of a key that composes nothing.
 * @returns {boolean} whether it means anything there.
 */
export function pressKey(terminal, event) {
  const copy = copyOf(event);
  let used = false;
  const listening = terminal.onData(() => { used = true; });
  terminal.textarea.dispatchEvent(copy);
  used ||= copy.defaultPrevented;
  // Capital letters and what AltGr writes xterm.js takes from the `keypress` that follows, which a copy lacks.
  if (!used && isCharacter(event)) terminal.input(event.key, true);
  listening.dispose();
  return used;
}

function copyOf(event) {
  const fields = Object.fromEntries(FIELDS.map((name) => [name, event[name]]));
  const copy = new KeyboardEvent('keydown', { ...fields, modifierAltGraph: event.getModifierState('AltGraph'), cancelable: true });
  // What xterm.js looks at; not every browser takes them from the constructor.
  for (const name of ['keyCode', 'which']) Object.defineProperty(copy, name, { value: event.keyCode });
  return copy;
}

const isCharacter = ({ key, metaKey }) => !metaKey && [...key].length === 1;
