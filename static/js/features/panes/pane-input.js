/**
 * What a pane is sent for the bytes of xterm.js. Pure. tmux encodes Home and End for each program, so they
 * are sent by their names.
 */
import { InputKind } from '../../wire/pane-records.js';

/** @import { Target } from '../../wire/records.js' */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const ESC = 0x1b;
// eslint-disable-next-line no-control-regex -- what terminals send
const EDGE = /^\x1b[[O]([HF])$/;
// eslint-disable-next-line no-control-regex -- what terminals send
const PASTE = /^\x1b\[200~([^]*)\x1b\[201~$/;

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
  const [, edge] = EDGE.exec(text) ?? [];
  if (edge === undefined) return typed;
  return { bytes: encoder.encode(edge === 'H' ? 'Home' : 'End'), target: { pane, kind: InputKind.KEY_NAME } };
}
