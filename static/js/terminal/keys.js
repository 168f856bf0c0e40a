/** The few chords that are ours; every other key belongs to tmux. Pure. */

/** What programs that know the CSI u protocol take as Shift+Enter. */
export const SHIFT_ENTER = '\x1b[13;2u';

/**
 * @param {KeyboardEvent} event a keydown.
 * @param {{hasSelection: boolean, isMac: boolean}} context
 * @returns {'copy'|'paste'|'newline'|'leave'|null}
 */
export function actionOf(event, { hasSelection, isMac }) {
  if (event.isComposing) return null;
  const mods = [event.ctrlKey && 'C', event.metaKey && 'M', event.altKey && 'A', event.shiftKey && 'S'].filter(Boolean).join('');
  if (event.key === 'Enter') return mods === 'S' ? 'newline' : null;
  if (event.code === 'KeyM' && mods === 'AS') return 'leave';
  return clipboardAction(event.code, mods, { hasSelection, isMac });
}

function clipboardAction(code, mods, { hasSelection, isMac }) {
  const ours = mods === (isMac ? 'M' : 'CS');
  if (code === 'KeyV') return ours ? 'paste' : null;
  if (code !== 'KeyC') return null;
  // Ctrl+C must interrupt, unless something was selected on purpose.
  return ours || (mods === 'C' && hasSelection) ? 'copy' : null;
}

/** Mouse and key reports that are bytes, not text, as xterm.js hands them out. */
export function bytesOfBinary(data) {
  return Uint8Array.from(data, (character) => character.charCodeAt(0) & 0xff);
}

const ESC = 0x1b;
const BRACKET = 0x5b;
const [FOCUS_IN, FOCUS_OUT, MOUSE_SGR, MOUSE_X10] = [0x49, 0x4f, 0x3c, 0x4d];

/** True for what a terminal says by itself, about focus and the mouse: nobody typed that. */
export function isReport(bytes) {
  if (bytes[0] !== ESC || bytes[1] !== BRACKET) return false;
  if (bytes.length === 3) return bytes[2] === FOCUS_IN || bytes[2] === FOCUS_OUT;
  return bytes[2] === MOUSE_SGR || (bytes[2] === MOUSE_X10 && bytes.length === 6);
}
