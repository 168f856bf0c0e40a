/** Presses keys in the terminal that were pressed while another element had the focus. */

/** @import { OpenTerminal } from '../screen.js' */

const FIELDS = ['code', 'location', 'repeat', 'ctrlKey', 'altKey', 'shiftKey', 'metaKey'];

// An input method reports its keys as `Process`. These are their key codes, as on an English keyboard.
/** @type {Record<string, number>} */
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
/** @type {Record<string, [string, string, number]>} */
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
 * @param {OpenTerminal} terminal
 * @param {KeyboardEvent} event of a key that does not compose.
 * @returns {boolean} whether it did something.
 */
export function pressKey(terminal, event) {
  const { key, metaKey, keyCode } = event;
  if (press(terminal, event, { key, keyCode })) return true;
  // xterm.js reads capital letters and AltGr from the `keypress` that follows, which a copy does not have.
  const isCharacter = !metaKey && [...key].length === 1;
  if (isCharacter) terminal.input(key, true);
  return isCharacter;
}

/**
 * As `pressKey`, for a key of an input method, which is known only by its place.
 * @param {OpenTerminal} terminal
 * @param {KeyboardEvent} event
 */
export function pressClaimedKey(terminal, event) {
  const known = claimedKey(event);
  return known !== null && press(terminal, event, known);
}

/** @param {KeyboardEvent} event */
function claimedKey({ code, shiftKey, key }) {
  if (Object.hasOwn(CLAIMED, code)) return { key: code, keyCode: CLAIMED[code] };
  const [sign, shifted, keyCode] = SIGNS[code] ?? signOf(code);
  if (keyCode === undefined) return null;
  return { key: key === 'Dead' ? key : shiftKey ? shifted : sign, keyCode };
}

/** @param {string} code */
function signOf(code) {
  const [, letter] = /^(?:Key|Digit)(.)$/.exec(code) ?? [];
  return letter ? /** @type {const} */ ([letter.toLowerCase(), letter, letter.charCodeAt(0)]) : [];
}

/**
 * @param {OpenTerminal} terminal
 * @param {KeyboardEvent} event
 * @param {{key: string, keyCode: number}} pressed
 */
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

/** @param {KeyboardEvent} event @param {string} key @param {number} keyCode */
function copyOf(event, key, keyCode) {
  const fields = Object.fromEntries(FIELDS.map((name) => [name, /** @type {any} */ (event)[name]]));
  const copy = new KeyboardEvent('keydown', {
    ...fields,
    key,
    modifierAltGraph: event.getModifierState('AltGraph'),
    cancelable: true,
  });
  // Not every browser accepts these in the constructor.
  for (const name of ['keyCode', 'which']) Object.defineProperty(copy, name, { value: keyCode });
  return copy;
}
