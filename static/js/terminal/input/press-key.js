/** Keys pressed where the keyboard is not the terminal's, pressed in the terminal instead. */

const FIELDS = ['code', 'location', 'repeat', 'ctrlKey', 'altKey', 'shiftKey', 'metaKey'];

// What xterm.js and our chords look at, of keys that an input method claimed and calls `Process`; as on an English keyboard.
const CLAIMED = {
  Escape: 27,
  Tab: 9,
  Enter: 13,
  Backspace: 8,
  Delete: 46,
  Home: 36,
  End: 35,
  PageUp: 33,
  PageDown: 34,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
};
const SIGNS = {
  Space: [' ', ' ', 32],
  Slash: ['/', '?', 191],
  Minus: ['-', '_', 189],
  BracketLeft: ['[', '{', 219],
  Backslash: ['\\', '|', 220],
  BracketRight: [']', '}', 221],
};

/**
 * Presses a key in the terminal as if it had the keyboard.
 * @param {import('../../../vendor/xterm.mjs').Terminal} terminal
 * @param {KeyboardEvent} event of a key that composes nothing.
 * @returns {boolean} whether it means anything there.
 */
export function pressKey(terminal, event) {
  const { key, metaKey, keyCode } = event;
  if (press(terminal, event, { key, keyCode })) return true;
  // Capital letters and what AltGr writes xterm.js takes from the `keypress` that follows, which a copy lacks.
  const isCharacter = !metaKey && [...key].length === 1;
  if (isCharacter) terminal.input(key, true);
  return isCharacter;
}

/** As `pressKey`, for a key that an input method claimed: it is known by its place only. */
export function pressClaimedKey(terminal, event) {
  const known = claimedKey(event);
  return known !== null && press(terminal, event, known);
}

function claimedKey({ code, shiftKey, key }) {
  if (Object.hasOwn(CLAIMED, code)) return { key: code, keyCode: CLAIMED[code] };
  const [sign, shifted, keyCode] = SIGNS[code] ?? signOf(code);
  if (keyCode === undefined) return null;
  return { key: key === 'Dead' ? key : shiftKey ? shifted : sign, keyCode };
}

function signOf(code) {
  const [, letter] = /^(?:Key|Digit)(.)$/.exec(code) ?? [];
  return letter ? [letter.toLowerCase(), letter, letter.charCodeAt(0)] : [];
}

function press(terminal, event, { key, keyCode }) {
  const copy = copyOf(event, key, keyCode);
  let used = false;
  const listening = terminal.onData(() => {
    used = true;
  });
  terminal.textarea.dispatchEvent(copy);
  listening.dispose();
  return used || copy.defaultPrevented;
}

function copyOf(event, key, keyCode) {
  const fields = Object.fromEntries(FIELDS.map((name) => [name, event[name]]));
  const copy = new KeyboardEvent('keydown', {
    ...fields,
    key,
    modifierAltGraph: event.getModifierState('AltGraph'),
    cancelable: true,
  });
  // Not every browser takes these from the constructor.
  for (const name of ['keyCode', 'which']) Object.defineProperty(copy, name, { value: keyCode });
  return copy;
}
