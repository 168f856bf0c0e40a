/** Chords, such as `Ctrl+Shift+K`. Pure. */

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
 * Letters are those printed on the key, whatever a modifier makes of them.
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

/** On Windows Ctrl+Alt is AltGr: it writes the third sign of a digit key, such as `{`. */
function writesByAltGr({ ctrlKey, altKey, metaKey, shiftKey, key, code }) {
  return ctrlKey && altKey && !metaKey && !shiftKey && /^Digit/.test(code) && /^[^a-z0-9]$/i.test(key);
}

function keyOf({ key, code }) {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  if (/^\d$/.test(key)) return key;
  if (/^Digit\d$/.test(code)) return code.at(-1);
  return NAMES[code] ?? NAMES[key] ?? (/^Key[A-Z]$/.test(code) ? code.at(-1) : key);
}
