/**
 * What a pane is sent for the bytes of xterm.js. Pure. tmux encodes some keys for each program: those are
 * sent by their names.
 */
import { InputKind } from '../../wire/pane-records.js';

/** @import { Target } from '../../wire/records.js' */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const ESC = 0x1b;
// eslint-disable-next-line no-control-regex -- what terminals send
const EDGE = /^\x1b[[O]([HF])$/;
// eslint-disable-next-line no-control-regex -- what terminals send
const CSI_U = /^\x1b\[(\d{1,7});(\d{1,2})u$/;
// eslint-disable-next-line no-control-regex -- what terminals send
const PASTE = /^\x1b\[200~([^]*)\x1b\[201~$/;
const NAMED = new Map([
  [9, 'Tab'],
  [13, 'Enter'],
  [27, 'Escape'],
  [32, 'Space'],
  [127, 'BSpace'],
]);
const [SHIFT, ALT, CONTROL] = [1, 2, 4];

/**
 * @param {Uint8Array} bytes of one key, of a paste, or of any text.
 * @param {number} pane
 * @returns {{bytes: Uint8Array, target: Target}}
 */
export function inputOf(bytes, pane) {
  const typed = { bytes, target: { pane, kind: InputKind.TYPED } };
  if (bytes[0] !== ESC) return typed;
  const text = decoder.decode(bytes);
  const [, pasted] = PASTE.exec(text) ?? [];
  if (pasted !== undefined) return { bytes: encoder.encode(pasted), target: { pane, kind: InputKind.PASTE } };
  const name = keyNameOf(text);
  if (name === null) return typed;
  return { bytes: encoder.encode(name), target: { pane, kind: InputKind.KEY_NAME } };
}

/** The name that tmux has for a key, if its bytes depend on the program; else null. @param {string} text */
function keyNameOf(text) {
  const [, edge] = EDGE.exec(text) ?? [];
  if (edge !== undefined) return edge === 'H' ? 'Home' : 'End';
  const [, code, modifiers] = CSI_U.exec(text) ?? [];
  if (code === undefined || Number(code) > 0x10ffff) return null;
  const pressed = Number(modifiers) - 1;
  const names = [
    [CONTROL, 'C-'],
    [ALT, 'M-'],
    [SHIFT, 'S-'],
  ];
  const prefix = names.map(([bit, name]) => (pressed & Number(bit) ? name : '')).join('');
  return prefix + (NAMED.get(Number(code)) ?? String.fromCodePoint(Number(code)));
}
