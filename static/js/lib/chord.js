/** Chords, such as `Ctrl+Shift+K`. Pure. */

/** @type {Record<string, string>} */
const NAMES = {
  Minus: '-',
  Equal: '+',
  NumpadAdd: '+',
  NumpadSubtract: '-',
  BracketLeft: '[',
  BracketRight: ']',
  Slash: '/',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Backquote: '`',
  Space: 'Space',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  NumpadEnter: 'Enter',
};
const MODIFIERS = ['Control', 'Alt', 'Shift', 'Meta', 'AltGraph', 'CapsLock'];

export const isMac = (platform = globalThis.navigator?.platform ?? '') => /Mac|iPhone|iPad/.test(platform);

/**
 * The chord of a key press, modifiers in the order Ctrl, Alt, Meta, Shift; null for a modifier alone.
 * A letter is the one on the key, also if a modifier makes it another character.
 * @param {KeyboardEvent} event
 */
export function chordOf(event) {
  if (event.isComposing || MODIFIERS.includes(event.key) || writesByAltGr(event)) return null;
  const mods = [
    event.ctrlKey && 'Ctrl',
    event.altKey && 'Alt',
    event.metaKey && 'Meta',
    event.shiftKey && 'Shift',
  ].filter(Boolean);
  return [...mods, keyOf(event)].join('+');
}

/** Whether a modifier is pressed with a key or a mouse button. @param {KeyboardEvent|MouseEvent} event */
export const hasModifier = ({ altKey, ctrlKey, metaKey, shiftKey }) =>
  altKey || ctrlKey || metaKey || shiftKey;

/**
 * On Windows Ctrl+Alt is AltGr, which writes the third character of a digit key, such as `{`.
 * @param {KeyboardEvent} event
 */
function writesByAltGr({ ctrlKey, altKey, metaKey, shiftKey, key, code }) {
  return ctrlKey && altKey && !metaKey && !shiftKey && /^Digit/.test(code) && /^[^a-z0-9]$/i.test(key);
}

/** @param {{key: string, code: string}} options */
function keyOf({ key, code }) {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  if (/^\d$/.test(key)) return key;
  if (/^Digit\d$/.test(code)) return code.at(-1);
  return NAMES[code] ?? NAMES[key] ?? (/^Key[A-Z]$/.test(code) ? code.at(-1) : key);
}
