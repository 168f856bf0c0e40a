/** Which output came, which of it the terminal has processed, and when to say so. */

// The contract: at least every 32 KiB, and within 50 ms of having processed bytes.
/** @testonly */
export const ACK_BYTES = 32 * 1024;
/** @testonly */
export const ACK_WITHIN_MS = 25;
// With nothing left to process, this much is worth a message of its own at once.
/** @testonly */
export const ACK_DRAINED_BYTES = 4 * 1024;

/** Offsets of one subscription. `received` is where a resumed one goes on. */
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
   * @param {{setTimeout: Function, clearTimeout: Function}} [timers]
   */
  constructor(send, timers = globalThis) {
    this.#send = send;
    this.#timers = timers;
  }

  /** The offset behind the last byte that came. */
  get received() {
    return this.#received;
  }

  get unacked() {
    return this.#processed - this.#acked;
  }

  /** A snapshot stands in for all before `offset`; what still waits from before is never acknowledged. */
  restart(offset) {
    this.#cancel();
    this.#generation += 1;
    this.#received = this.#processed = this.#acked = offset;
  }

  /** Output of `length` bytes came; hand the mark back when it was processed. */
  receive(length) {
    this.#received += length;
    return { generation: this.#generation, end: this.#received };
  }

  /** Everything up to `mark` was processed; `drained` when nothing else waits. */
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
