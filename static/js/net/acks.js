/** Counts received and processed output, and decides when to acknowledge it. */

/** @typedef {{generation: number, end: number}} Mark the end of some output. */
/** @import { Timers } from './connection.js' */

/** The protocol asks for an ack at least every 32 KiB, and within 50 ms. */
export const ACK_BYTES = 32 * 1024;
export const ACK_WITHIN_MS = 25;
/** If nothing is left to process, this much is acknowledged at once. @testonly */
export const ACK_DRAINED_BYTES = 4 * 1024;

/** Offsets of one subscription. It resumes at `received`. */
export class AckLedger {
  #send;
  #timers;
  #timer = null;
  #generation = 0;
  #received = 0;
  #processed = 0;
  #acked = 0;

  /**
   * @param {(offset: number) => void} send
   * @param {Timers} [timers]
   */
  constructor(send, timers = globalThis) {
    this.#send = send;
    this.#timers = timers;
  }

  /** The offset after the last received byte. */
  get received() {
    return this.#received;
  }

  get unacked() {
    return this.#processed - this.#acked;
  }

  /**
   * A snapshot replaces all output before `offset`; what still waits is never acknowledged.
   * @param {number} offset
   */
  restart(offset) {
    this.#cancel();
    this.#generation += 1;
    this.#received = this.#processed = this.#acked = offset;
  }

  /** Counts received output; pass the mark to `process` when it was processed. @param {number} length */
  receive(length) {
    this.#received += length;
    return { generation: this.#generation, end: this.#received };
  }

  /**
   * Everything up to the mark was processed; `drained` if nothing else waits.
   * @param {Mark} mark
   * @param {{drained: boolean}} progress
   */
  process(mark, { drained }) {
    if (mark.generation !== this.#generation || mark.end <= this.#processed) return;
    this.#processed = mark.end;
    if (this.unacked >= (drained ? ACK_DRAINED_BYTES : ACK_BYTES)) this.#flush();
    else this.#timer ??= this.#timers.setTimeout(() => this.#flush(), ACK_WITHIN_MS);
  }

  close() {
    this.#cancel();
  }

  #flush() {
    this.#cancel();
    this.#acked = this.#processed;
    this.#send(this.#acked);
  }

  #cancel() {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = null;
  }
}
