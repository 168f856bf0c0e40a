/** Bytes of keys and of reports. Pure. */

const [SHIFT, ALT, CONTROL] = [1, 2, 4];

const NEWLINES = { 'csi-u': '\x1b[13;2u', newline: '\n', enter: '\r' };

/**
 * The bytes of Shift+Enter.
 * @param {'auto'|'csi-u'|'newline'|'enter'} choice
 * @param {boolean} extendedKeys tmux sends CSI u to programs that asked for such keys, and Enter to all
 *   others. Otherwise
 *   a line feed runs a command in a shell, and is a new line in an editor.
 */
export function newlineOf(choice, extendedKeys) {
  return NEWLINES[choice === 'auto' ? (extendedKeys ? 'csi-u' : 'newline') : choice];
}

/**
 * Ctrl+Shift and a letter, which has no bytes in xterm.js, in the CSI u protocol; otherwise null. tmux passes
 * it to
 * programs that asked for such keys.
 * @param {KeyboardEvent} event
 */
export function rawSequence({ ctrlKey, shiftKey, altKey, metaKey, key }) {
  if (!ctrlKey || !shiftKey || metaKey || !/^[a-z]$/i.test(key)) return null;
  const modifiers = 1 + SHIFT + CONTROL + (altKey ? ALT : 0);
  return `\x1b[${key.toLowerCase().charCodeAt(0)};${modifiers}u`;
}

/** Mouse and key reports of xterm.js, which are bytes and not text. @param {string} data */
export function bytesOfBinary(data) {
  return Uint8Array.from(data, (character) => character.charCodeAt(0) & 0xff);
}

const ESC = 0x1b;
const BRACKET = 0x5b;
const [FOCUS_IN, FOCUS_OUT, MOUSE_SGR, MOUSE_X10] = [0x49, 0x4f, 0x3c, 0x4d];

/**
 * Whether bytes are a report of the terminal itself, of focus or mouse, which nobody typed.
 * @param {Uint8Array} bytes
 */
export function isReport(bytes) {
  if (bytes[0] !== ESC || bytes[1] !== BRACKET) return false;
  if (bytes.length === 3) return bytes[2] === FOCUS_IN || bytes[2] === FOCUS_OUT;
  return bytes[2] === MOUSE_SGR || (bytes[2] === MOUSE_X10 && bytes.length === 6);
}
