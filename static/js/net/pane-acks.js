/** Acknowledges the output of panes: a ledger for each pane, and one message for all of them. */
import { paneAckRecord } from '../wire/pane-records.js';
import { ACK_BYTES, ACK_WITHIN_MS, AckLedger } from './acks.js';

/** @import { Mark } from './acks.js' */
/** @import { Timers } from './connection.js' */

export class PaneAcks {
  #send;
  #timers;
  #now;
  /** @type {Map<number, AckLedger>} */
  #ledgers = new Map();
  /** @type {Map<number, number>} */
  #due = new Map();
  #dueBytes = 0;
  /** @type {Map<number, number>} */
  #acked = new Map();
  #sentAt = -Infinity;
  #timer = null;

  /**
   * @param {(record: Uint8Array) => unknown} send
   * @param {Timers} [timers]
   * @param {() => number} [now] in ms.
   */
  constructor(send, timers = globalThis, now = () => performance.now()) {
    this.#send = send;
    this.#timers = timers;
    this.#now = now;
  }

  /** The offset after the last received byte of each pane. @returns {[number, number][]} */
  get received() {
    return [...this.#ledgers].map(([pane, ledger]) => [pane, ledger.received]);
  }

  /**
   * A snapshot replaces all output of a pane before it. It is acknowledged by its offset when it is drawn,
   * also if nothing was printed yet: the server waits for that before it sends another one.
   * @param {number} pane
   * @param {{offset: number, length: number}} snapshot
   */
  restart(pane, { offset, length }) {
    const ledger = this.#ledgerOf(pane);
    const start = offset - Math.max(1, length);
    this.#due.delete(pane);
    this.#acked.set(pane, start);
    ledger.restart(start);
    return ledger.receive(offset - start);
  }

  /** Counts output of a pane; pass the mark to `process`. @param {number} pane @param {number} length */
  receive(pane, length) {
    return this.#ledgerOf(pane).receive(length);
  }

  /** @param {number} pane @param {Mark} mark @param {{drained: boolean}} progress */
  process(pane, mark, progress) {
    this.#ledgers.get(pane)?.process(mark, progress);
  }

  /** A pane is gone. @param {number} pane */
  drop(pane) {
    this.#ledgers.get(pane)?.close();
    for (const map of [this.#ledgers, this.#due, this.#acked]) map.delete(pane);
  }

  /** Forgets all panes. */
  clear() {
    for (const pane of [...this.#ledgers.keys()]) this.drop(pane);
    this.close();
  }

  /** Sends nothing more until the next output. */
  close() {
    for (const ledger of this.#ledgers.values()) ledger.close();
    this.#timers.clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** @param {number} pane */
  #ledgerOf(pane) {
    let ledger = this.#ledgers.get(pane);
    if (ledger === undefined) {
      ledger = new AckLedger((offset) => this.#isDue(pane, offset), this.#timers);
      this.#ledgers.set(pane, ledger);
    }
    return ledger;
  }

  /** @param {number} pane @param {number} offset */
  #isDue(pane, offset) {
    this.#dueBytes += offset - (this.#acked.get(pane) ?? 0);
    this.#acked.set(pane, offset);
    this.#due.set(pane, offset);
    const waitMs = this.#sentAt + ACK_WITHIN_MS - this.#now();
    if (waitMs <= 0 || this.#dueBytes >= ACK_BYTES) this.#flush();
    else this.#timer ??= this.#timers.setTimeout(() => this.#flush(), waitMs);
  }

  #flush() {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#due.size === 0) return;
    const offsets = [...this.#due];
    this.#due.clear();
    this.#dueBytes = 0;
    this.#sentAt = this.#now();
    this.#send(paneAckRecord(offsets));
  }
}
