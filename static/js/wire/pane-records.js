/** Records of panes: bytes in, bytes out. A pane is the number n of tmux's `%n`. See docs/protocol.md. */
import { Opcode } from './opcodes.js';
import { BadRecord, parseJson, parseOffset, record, viewOf } from './records.js';

/** What input is. */
export const InputKind = Object.freeze({ TYPED: 0, PASTE: 1, KEY_NAME: 2, REPORT: 3 });
/** How a snapshot replaces what is shown; unknown kinds are as `FULL`. */
export const SnapshotKind = Object.freeze({ FULL: 0, SCREEN: 1, FRAME: 2 });

const PANE_BYTES = 4;
const ACK_BYTES = 12;
const SNAPSHOT_BYTES = 20;

/**
 * @typedef {object} PaneSnapshot
 * @property {number} pane
 * @property {number} offset where output goes on; the snapshot's own bytes count.
 * @property {number} cols
 * @property {number} rows
 * @property {number} kind
 * @property {number} flags
 * @property {Uint8Array} bytes
 */

/** @param {Uint8Array} payload of PaneOutput. @throws {BadRecord} too short. */
export function parsePaneOutput(payload) {
  if (payload.length < PANE_BYTES)
    throw new BadRecord(`PaneOutput takes at least ${PANE_BYTES} bytes, got ${payload.length}`);
  return { pane: viewOf(payload).getUint32(0, true), bytes: payload.subarray(PANE_BYTES) };
}

/** @param {Uint8Array} payload @returns {PaneSnapshot} @throws {BadRecord} too short, or a size of 0. */
export function parsePaneSnapshot(payload) {
  if (payload.length < SNAPSHOT_BYTES)
    throw new BadRecord(`PaneSnapshot takes at least ${SNAPSHOT_BYTES} bytes, got ${payload.length}`);
  const view = viewOf(payload);
  const [cols, rows] = [view.getUint16(12, true), view.getUint16(14, true)];
  if (cols === 0 || rows === 0) throw new BadRecord('a PaneSnapshot without a size');
  return {
    pane: view.getUint32(0, true),
    offset: parseOffset(payload.subarray(PANE_BYTES)).offset,
    cols,
    rows,
    kind: payload[16],
    flags: payload[17],
    bytes: payload.subarray(SNAPSHOT_BYTES),
  };
}

/** @param {Uint8Array} payload @returns {Record<string, any>} @throws {BadRecord} not a JSON object. */
export const parseLayout = (payload) => parseJson(payload);

/**
 * Input without an offset, such as reports.
 * @param {{pane: number, kind: number, bytes: Uint8Array}} input
 */
export function paneInputRecord({ pane, kind, bytes }) {
  const payload = new Uint8Array(PANE_BYTES + 1 + bytes.length);
  viewOf(payload).setUint32(0, pane, true);
  payload[PANE_BYTES] = kind;
  payload.set(bytes, PANE_BYTES + 1);
  return record(Opcode.PANE_INPUT, payload);
}

/**
 * Everything of these panes before their offsets was processed.
 * @param {Iterable<[number, number]>} offsets
 */
export function paneAckRecord(offsets) {
  const all = [...offsets];
  const payload = new Uint8Array(ACK_BYTES * all.length);
  const view = viewOf(payload);
  all.forEach(([pane, offset], place) => {
    view.setUint32(place * ACK_BYTES, pane, true);
    view.setBigUint64(place * ACK_BYTES + PANE_BYTES, BigInt(offset), true);
  });
  return record(Opcode.PANE_ACK, payload);
}
