/** What panes add to a subscription: their records, acknowledgements, and where each of them resumes. */
import { Opcode } from '../wire/opcodes.js';
import { InputKind, paneInputRecord } from '../wire/pane-records.js';
import { parseLayout, parsePaneOutput, parsePaneSnapshot } from '../wire/pane-records.js';
import { PaneAcks } from './pane-acks.js';

/** @import { Mark } from './acks.js' */
/** @import { Timers } from './connection.js' */
/** @import { PaneSnapshot } from '../wire/pane-records.js' */
/** @typedef {{pane: number, mark: Mark}} PaneMark the end of some output of a pane. */

// The protocol allows so many; the rest gets snapshots.
const RESUMED_MAX = 64;

/**
 * @typedef {object} PaneHandlers
 * @property {(pane: number, bytes: Uint8Array, mark: PaneMark) => void} onOutput pass the mark to `processed`
 *   later.
 * @property {(snapshot: PaneSnapshot, mark: PaneMark) => void} onSnapshot
 * @property {(layout: Record<string, any>) => void} onLayout
 */

export class PaneStream {
  #handlers;
  #acks;
  /** @type {string|null} */
  #link = null;
  /** @type {(record: Uint8Array) => boolean} */
  #send = () => false;

  /** @param {PaneHandlers} handlers @param {Timers} [timers] @param {() => number} [now] */
  constructor(handlers, timers, now) {
    this.#handlers = handlers;
    this.#acks = new PaneAcks((record) => this.#send(record), timers, now);
  }

  /** @type {Record<number, (payload: Uint8Array) => unknown>} */
  takers = {
    [Opcode.PANE_OUTPUT]: (payload) => {
      const { pane, bytes } = parsePaneOutput(payload);
      this.#handlers.onOutput(pane, bytes, { pane, mark: this.#acks.receive(pane, bytes.length) });
    },
    [Opcode.PANE_SNAPSHOT]: (payload) => {
      const snapshot = parsePaneSnapshot(payload);
      const { pane, offset, bytes } = snapshot;
      const mark = this.#acks.restart(pane, { offset, length: bytes.length });
      this.#handlers.onSnapshot(snapshot, { pane, mark });
    },
    [Opcode.LAYOUT]: (payload) => this.#handlers.onLayout(parseLayout(payload)),
  };

  /** @param {(record: Uint8Array) => boolean} send */
  sendBy(send) {
    this.#send = send;
  }

  /**
   * The fields of the query that continue each pane behind its last byte.
   * @returns {Record<string, string>}
   */
  resume() {
    const received = this.#acks.received.slice(-RESUMED_MAX);
    if (this.#link === null || received.length === 0) return {};
    return { link: this.#link, resume: received.map(([pane, offset]) => `${pane}:${offset}`).join(',') };
  }

  /** @param {{link?: string}} fields */
  attached({ link = '' }) {
    if (link !== this.#link) this.#acks.clear();
    this.#link = link;
  }

  forget() {
    this.#link = null;
    this.#acks.clear();
  }

  /** A pane is gone. @param {number} pane */
  drop(pane) {
    this.#acks.drop(pane);
  }

  close() {
    this.#acks.close();
  }

  /** Output up to this mark was drawn. @param {PaneMark} mark @param {{drained: boolean}} progress */
  processed({ pane, mark }, progress) {
    this.#acks.process(pane, mark, progress);
  }

  /**
   * Sends a report of a terminal itself, which is never repeated.
   * @param {number} pane
   * @param {Uint8Array} bytes
   */
  report(pane, bytes) {
    return this.#send(paneInputRecord({ pane, kind: InputKind.REPORT, bytes }));
  }
}
