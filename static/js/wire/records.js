/** Records `[u8 type][u32 length][payload]`, little-endian: bytes in, bytes out. */
import { Opcode } from './opcodes.js';

const HEADER_BYTES = 5;
// The server closes messages over 64 KiB; half of that leaves room and lets keys in between.
export const INPUT_MAX_BYTES = 32 * 1024;
const SIZE_BYTES = 4;
const OFFSET_BYTES = 8;
const TARGET_BYTES = 5;
// The flag of numbered input for one pane.
const TO_PANE = 0x02;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The peer sent bytes that are not records. */
export class BadRecord extends Error {
  name = 'BadRecord';
}

/** @param {Uint8Array} bytes */
export const viewOf = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * The records of one message, in order; payloads share the memory of `message`.
 * Unknown types are yielded too.
 * @param {ArrayBuffer|Uint8Array} message
 * @returns {Generator<{type: number, payload: Uint8Array}>}
 * @throws {BadRecord} the message is empty, or ends inside a header or payload.
 */
export function* split(message) {
  const bytes = message instanceof Uint8Array ? message : new Uint8Array(message);
  if (bytes.length === 0) throw new BadRecord('an empty message holds no record');
  const view = viewOf(bytes);
  let at = 0;
  while (at < bytes.length) {
    if (bytes.length - at < HEADER_BYTES) throw new BadRecord('the message ends inside a record header');
    const type = bytes[at];
    const length = view.getUint32(at + 1, true);
    at += HEADER_BYTES;
    if (length > bytes.length - at)
      throw new BadRecord(`record ${type} claims ${length} bytes, ${bytes.length - at} follow`);
    yield { type, payload: bytes.subarray(at, at + length) };
    at += length;
  }
}

/** A record with a copy of the payload. @param {number} type @param {Uint8Array} [payload] */
export function record(type, payload = new Uint8Array(0)) {
  const bytes = new Uint8Array(HEADER_BYTES + payload.length);
  bytes[0] = type;
  viewOf(bytes).setUint32(1, payload.length, true);
  bytes.set(payload, HEADER_BYTES);
  return bytes;
}

/** @param {{cols: number, rows: number}} size */
export function sizeRecord({ cols, rows }) {
  const payload = new Uint8Array(SIZE_BYTES);
  const view = viewOf(payload);
  view.setUint16(0, cols, true);
  view.setUint16(2, rows, true);
  return record(Opcode.RESIZE, payload);
}

/** Everything before `offset` was processed. @param {number} offset */
export function ackRecord(offset) {
  const payload = new Uint8Array(OFFSET_BYTES);
  viewOf(payload).setBigUint64(0, BigInt(offset), true);
  return record(Opcode.ACK, payload);
}

/**
 * The pane that gets input, and what the input is; see `InputKind`.
 * @typedef {{pane: number, kind: number}} Target
 */

/**
 * Typed bytes with their offset in the stream. They may end inside a character; terminals join the parts.
 * @param {{offset: number, flags: number, bytes: Uint8Array, target?: Target|null}} input
 */
export function numberedRecord({ offset, flags, bytes, target = null }) {
  const start = OFFSET_BYTES + 1 + (target === null ? 0 : TARGET_BYTES);
  const payload = new Uint8Array(start + bytes.length);
  const view = viewOf(payload);
  view.setBigUint64(0, BigInt(offset), true);
  payload[OFFSET_BYTES] = flags | (target === null ? 0 : TO_PANE);
  if (target !== null) {
    view.setUint32(OFFSET_BYTES + 1, target.pane, true);
    payload[start - 1] = target.kind;
  }
  payload.set(bytes, start);
  return record(Opcode.NUMBERED_INPUT, payload);
}

/** @param {number} type @param {object} value */
export function jsonRecord(type, value) {
  return record(type, encoder.encode(JSON.stringify(value)));
}

/** @param {number} type @param {string} text */
export function textRecord(type, text) {
  return record(type, encoder.encode(text));
}

/** @param {Uint8Array} payload @throws {BadRecord} not four bytes. */
export function parseSize(payload) {
  if (payload.length !== SIZE_BYTES)
    throw new BadRecord(`Resize takes ${SIZE_BYTES} bytes, got ${payload.length}`);
  const view = viewOf(payload);
  return { cols: view.getUint16(0, true), rows: view.getUint16(2, true) };
}

/**
 * The offset at the start of a payload, and what follows it.
 * @param {Uint8Array} payload
 * @throws {BadRecord} too short, or beyond what a number holds exactly (8 PiB).
 */
export function parseOffset(payload) {
  if (payload.length < OFFSET_BYTES)
    throw new BadRecord(`an offset takes ${OFFSET_BYTES} bytes, got ${payload.length}`);
  const offset = Number(viewOf(payload).getBigUint64(0, true));
  if (!Number.isSafeInteger(offset)) throw new BadRecord('an offset beyond 2^53');
  return { offset, rest: payload.subarray(OFFSET_BYTES) };
}

/** @param {Uint8Array} payload @throws {BadRecord} not UTF-8. */
export function parseText(payload) {
  try {
    return decoder.decode(payload);
  } catch (error) {
    throw new BadRecord('a text payload is not UTF-8', { cause: error });
  }
}

/** @param {Uint8Array} payload @throws {BadRecord} not a JSON object. */
export function parseJson(payload) {
  let value;
  try {
    value = JSON.parse(parseText(payload));
  } catch (error) {
    throw new BadRecord('a JSON payload is not JSON', { cause: error });
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new BadRecord('a JSON payload is no object');
  return value;
}
