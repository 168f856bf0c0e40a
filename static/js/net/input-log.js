/** Typed bytes, numbered from 0, that the terminal did not confirm yet. Pure. See docs/protocol.md. */

/** @import { Target } from '../wire/records.js' */
/**
 * Text that was typed at once.
 * @typedef {{at: number, flags: number, target: Target|null, bytes: Uint8Array}} Piece
 *
 * A part of a piece, or several pieces, for one record.
 * @typedef {{offset: number, flags: number, target: Target|null, bytes: Uint8Array}} Part
 */
/** @typedef {{end: number, settle: (accepted: boolean) => void}} Waiting */
/**
 * Input that the user decides about. `pasted`: it was a paste into one pane.
 * @typedef {{bytes: Uint8Array, pasted: boolean, settle: (accepted: boolean) => void}} Withdrawn
 */

/** The page refuses to store more. @testonly */
export const UNCONFIRMED_MAX_BYTES = 1024 * 1024;
/** So much may be sent and not confirmed; the server closes a connection that sends more. @testonly */
export const SENT_MAX_BYTES = 128 * 1024;
export const LEAVE_MODE = 1;
const PASTE = 1;
const KEY_NAME = 2;

export class InputLog {
  /** @type {Piece[]} */
  #pieces = [];
  #taken;
  #sent;
  #end;
  /** @type {Waiting[]} */
  #waiting = [];

  constructor(taken = 0) {
    this.#taken = this.#sent = this.#end = taken;
  }

  /** The offset after the last confirmed byte. */
  get taken() {
    return this.#taken;
  }

  /** The offset of the next byte. */
  get end() {
    return this.#end;
  }

  get unconfirmed() {
    return this.#end - this.#taken;
  }

  /** The unconfirmed input, as it was typed. @returns {Piece[]} */
  get pieces() {
    return this.#pieces;
  }

  /** The unconfirmed bytes, without keys that were sent by their names. */
  get bytes() {
    return joined(withoutNames(this.#pieces));
  }

  /**
   * @param {Uint8Array} bytes
   * @param {number} [flags]
   * @param {Target|null} [target] null for the terminal as a whole.
   * @returns {boolean} false if there is no room; then nothing is stored.
   */
  append(bytes, flags = 0, target = null) {
    if (this.unconfirmed + bytes.length > UNCONFIRMED_MAX_BYTES) return false;
    if (bytes.length > 0) this.#pieces.push({ at: this.#end, flags, target, bytes: bytes.slice() });
    this.#end += bytes.length;
    return true;
  }

  /** The terminal accepted everything before `offset`. @param {number} offset */
  confirm(offset) {
    if (offset <= this.#taken || offset > this.#end) return;
    this.#taken = offset;
    this.#sent = Math.max(this.#sent, offset);
    while (this.#pieces.length > 0 && endOf(this.#pieces[0]) <= offset) this.#pieces.shift();
    const [first] = this.#pieces;
    // A flag applies before the first byte of a piece: the rest of it needs none.
    if (first && first.at < offset)
      this.#pieces[0] = { ...first, at: offset, flags: 0, bytes: first.bytes.subarray(offset - first.at) };
    while (this.#waiting.length > 0 && this.#waiting[0].end <= offset) this.#waiting.shift()?.settle(true);
  }

  /** A new connection: unconfirmed input is sent again. @param {number} taken */
  resume(taken) {
    this.confirm(taken);
    this.#sent = this.#taken;
  }

  /**
   * Input that may be sent now, in parts of at most `maxBytes`; it counts as sent.
   * @param {number} maxBytes
   * @returns {Part[]}
   */
  unsent(maxBytes) {
    /** @type {Part[]} */
    const parts = [];
    const until = Math.min(this.#end, this.#taken + SENT_MAX_BYTES);
    for (const piece of this.#pieces) {
      for (let at = Math.max(this.#sent, piece.at); at < endOf(piece) && at < until; at = this.#sent) {
        const end = Math.min(endOf(piece), until, at + maxBytes);
        if (isCutShort(piece, end, { until, atMost: at + maxBytes })) return parts;
        const part = {
          offset: at,
          flags: at === piece.at ? piece.flags : 0,
          target: piece.target,
          bytes: piece.bytes.subarray(at - piece.at, end - piece.at),
        };
        const last = parts.at(-1);
        if (last && joins(last, part) && last.bytes.length + part.bytes.length <= maxBytes)
          last.bytes = joined([last, part]);
        else parts.push(part);
        this.#sent = end;
      }
    }
    return parts;
  }

  /**
   * @returns {Promise<boolean>} true when all that was typed until now is accepted, false if it was
   *   discarded.
   */
  allAccepted() {
    if (this.unconfirmed === 0) return Promise.resolve(true);
    return new Promise((/** @type {(accepted: boolean) => void} */ settle) => {
      this.#waiting.push({ end: this.#end, settle });
    });
  }

  /**
   * Removes everything, for the user to decide about; the log is empty then, and counts from 0.
   * @returns {Withdrawn}
   */
  withdraw() {
    const withdrawn = this.#withdrawUntil(this.#end);
    this.#taken = this.#sent = this.#end = 0;
    return withdrawn;
  }

  /**
   * Removes input whose pane had ended, for the user to decide about. What was before it is accepted.
   * @param {{offset: number, count: number}} part
   * @returns {Withdrawn|null} null if nothing of it is here, as if it is reported again.
   */
  refuse({ offset, count }) {
    const end = offset + count;
    this.confirm(offset);
    if (end <= this.#taken || end > this.#end) return null;
    const withdrawn = this.#withdrawUntil(end);
    this.confirm(end);
    return withdrawn;
  }

  /** @param {number} end @returns {Withdrawn} */
  #withdrawUntil(end) {
    const pieces = withoutNames(this.#pieces.filter(({ at }) => at < end)).map((piece) => ({
      ...piece,
      bytes: piece.bytes.subarray(0, end - piece.at),
    }));
    this.#pieces = this.#pieces.filter((piece) => endOf(piece) > end);
    const waiting = this.#waiting.filter((one) => one.end <= end);
    this.#waiting = this.#waiting.filter((one) => one.end > end);
    return {
      bytes: joined(pieces),
      pasted: pieces.length > 0 && pieces.every(({ target }) => target?.kind === PASTE),
      settle: (accepted) => waiting.forEach((one) => one.settle(accepted)),
    };
  }
}

/**
 * Whether a record of a paste would be smaller than it must be, only because more may not be sent now: tmux
 * pastes each record by itself.
 * @param {Piece} piece
 * @param {number} end of the record.
 * @param {{until: number, atMost: number}} limits
 */
function isCutShort(piece, end, { until, atMost }) {
  return Boolean(piece.target?.kind) && end === until && end < Math.min(endOf(piece), atMost);
}

/**
 * Whether a part may follow another one in the same record: a paste and the name of a key have their own.
 * @param {Part} last
 * @param {Part} part
 */
function joins({ target: before }, { flags, target }) {
  if (flags !== 0) return false;
  if (target === null || before === null) return target === before;
  return target.kind === 0 && before.kind === 0 && target.pane === before.pane;
}

/** @param {Piece[]} pieces */
const withoutNames = (pieces) => pieces.filter(({ target }) => target?.kind !== KEY_NAME);

/** @param {{at: number, bytes: Uint8Array}} options */
const endOf = ({ at, bytes }) => at + bytes.length;

/** @param {{bytes: Uint8Array}[]} parts */
function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let at = 0;
  for (const { bytes } of parts) {
    all.set(bytes, at);
    at += bytes.length;
  }
  return all;
}
