/** What was typed and is not yet known to be taken by the terminal: bytes numbered from 0. Pure. See docs/protocol.md. */

/** More waits nowhere: the page refuses it, visibly. @testonly */
export const KEPT_MAX_BYTES = 1024 * 1024;
/** So much may be on its way unconfirmed; the server drops who floods it. @testonly */
export const SENT_MAX_BYTES = 128 * 1024;
export const LEAVE_MODE = 1;

export class InputLog {
  #pieces = [];
  #taken;
  #sent;
  #end;
  #waiting = [];

  constructor(taken = 0) {
    this.#taken = this.#sent = this.#end = taken;
  }

  /** The offset behind the last byte that the terminal took. */
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

  /** What is not confirmed, as it was typed. @returns {{at: number, flags: number, bytes: Uint8Array}[]} */
  get pieces() {
    return this.#pieces;
  }

  /** The bytes that are not confirmed. */
  get bytes() {
    return joined(this.#pieces);
  }

  /** @returns {boolean} false where there is no room; then nothing of it is kept. */
  append(bytes, flags = 0) {
    if (this.unconfirmed + bytes.length > KEPT_MAX_BYTES) return false;
    if (bytes.length > 0) this.#pieces.push({ at: this.#end, flags, bytes: bytes.slice() });
    this.#end += bytes.length;
    return true;
  }

  /** Everything before `offset` was taken. */
  confirm(offset) {
    if (offset <= this.#taken || offset > this.#end) return;
    this.#taken = offset;
    this.#sent = Math.max(this.#sent, offset);
    while (this.#pieces.length > 0 && endOf(this.#pieces[0]) <= offset) this.#pieces.shift();
    const [first] = this.#pieces;
    // A mode was left before the first byte of a piece: the rest of it needs no flag.
    if (first && first.at < offset)
      this.#pieces[0] = { at: offset, flags: 0, bytes: first.bytes.subarray(offset - first.at) };
    while (this.#waiting.length > 0 && this.#waiting[0].end <= offset) this.#waiting.shift().settle(true);
  }

  /** A new connection: what was not taken is to be sent again. */
  resume(taken) {
    this.confirm(taken);
    this.#sent = this.#taken;
  }

  /** What may be sent now, each at most `maxBytes`; it counts as sent. @returns {{offset: number, flags: number, bytes: Uint8Array}[]} */
  unsent(maxBytes) {
    const parts = [];
    const until = Math.min(this.#end, this.#taken + SENT_MAX_BYTES);
    for (const piece of this.#pieces) {
      for (let at = Math.max(this.#sent, piece.at); at < endOf(piece) && at < until; at = this.#sent) {
        const end = Math.min(endOf(piece), until, at + maxBytes);
        const part = {
          offset: at,
          flags: at === piece.at ? piece.flags : 0,
          bytes: piece.bytes.subarray(at - piece.at, end - piece.at),
        };
        const last = parts.at(-1);
        if (last && part.flags === 0 && last.bytes.length + part.bytes.length <= maxBytes)
          last.bytes = joined([last, part]);
        else parts.push(part);
        this.#sent = end;
      }
    }
    return parts;
  }

  /** @returns {Promise<boolean>} true once all that was typed until now is taken, false where it was discarded. */
  allTaken() {
    if (this.unconfirmed === 0) return Promise.resolve(true);
    return new Promise((settle) => {
      this.#waiting.push({ end: this.#end, settle });
    });
  }

  /** Takes everything back, for a person to decide; the log is empty then, and counts from 0. */
  hold() {
    const waiting = this.#waiting;
    const held = { bytes: this.bytes, settle: (taken) => waiting.forEach(({ settle }) => settle(taken)) };
    this.#pieces = [];
    this.#waiting = [];
    this.#taken = this.#sent = this.#end = 0;
    return held;
  }
}

const endOf = ({ at, bytes }) => at + bytes.length;

function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let at = 0;
  for (const { bytes } of parts) {
    all.set(bytes, at);
    at += bytes.length;
  }
  return all;
}
