/** Pings at intervals: measures the round trip, and notices a dead peer. */

/** @import { Timers } from './connection.js' */

/** @testonly */
export const PING_EVERY_MS = 5_000;
/** @testonly */
export const DOUBT_AFTER_MS = 4_000;
/** @testonly */
export const DEAD_AFTER_MS = 10_000;
/** A timer that is so late means that the page slept; then silence proves nothing. @testonly */
export const SLEPT_MS = 2_000;

export class Heartbeat {
  #handlers;
  #clock;
  /** @type {any} */
  #next = null;
  /** @type {any} */
  #deadline = null;
  /** @type {any} */
  #doubt = null;
  #sequence = 0;
  #answered = 0;
  #receivedAt = 0;
  #sent = new Map();

  /**
   * @param {{ping: (payload: Uint8Array) => void, onLatency: (ms: number) => void, onDoubt?: () => void,
   *   onDead: () => void}} handlers
   *   `onDoubt` is called once for each silence that lasts `DOUBT_AFTER_MS`.
   * @param {Required<Timers>} [clock]
   */
  constructor(
    handlers,
    clock = {
      now: () => performance.now(),
      setTimeout: setTimeout.bind(globalThis),
      clearTimeout: clearTimeout.bind(globalThis),
    },
  ) {
    this.#handlers = handlers;
    this.#clock = clock;
  }

  /** For how long nothing was received. */
  get silentMs() {
    return this.#clock.now() - this.#receivedAt;
  }

  start() {
    this.stop();
    this.alive();
    this.check();
  }

  stop() {
    this.#clock.clearTimeout(this.#next);
    this.#next = null;
    this.#calm();
    this.#sent.clear();
  }

  /** Pings now. @returns {Uint8Array} the payload of the answer. */
  check() {
    this.#clock.clearTimeout(this.#next);
    const payload = new Uint8Array(4);
    this.#sequence = (this.#sequence + 1) % 2 ** 32;
    new DataView(payload.buffer).setUint32(0, this.#sequence, true);
    this.#sent.set(this.#sequence, this.#clock.now());
    this.#handlers.ping(payload);
    this.#watch();
    const due = this.#clock.now() + PING_EVERY_MS;
    this.#next = this.#clock.setTimeout(() => this.#beat(this.#clock.now() - due), PING_EVERY_MS);
    return payload;
  }

  /** Whether this ping, or a later one, was answered. @param {Uint8Array} ping */
  isAnswered(ping) {
    return this.#answered >= sequenceOf(ping);
  }

  /** Bytes were received. */
  alive() {
    this.#receivedAt = this.#clock.now();
    this.#calm();
  }

  /** The answer to a ping of ours. @param {Uint8Array} payload */
  pong(payload) {
    if (payload.length !== 4) return;
    const sequence = sequenceOf(payload);
    const sentAt = this.#sent.get(sequence);
    if (sentAt === undefined) return;
    this.#answered = sequence;
    this.#sent.clear();
    this.#handlers.onLatency(this.#clock.now() - sentAt);
  }

  /**
   * If the timers of a visible page are late, it slept. Browsers slow down the timers of a hidden one.
   * @param {number} lateMs
   */
  #beat(lateMs) {
    if (lateMs > SLEPT_MS && !globalThis.document?.hidden) this.#handlers.onDoubt?.();
    else this.check();
  }

  #watch() {
    if (this.#deadline !== null) return;
    const due = this.#clock.now() + DEAD_AFTER_MS;
    this.#doubt = this.#clock.setTimeout(() => this.#handlers.onDoubt?.(), DOUBT_AFTER_MS);
    this.#deadline = this.#clock.setTimeout(() => {
      this.#deadline = null;
      if (this.#clock.now() - due > SLEPT_MS) this.check();
      else this.#handlers.onDead();
    }, DEAD_AFTER_MS);
  }

  #calm() {
    this.#clock.clearTimeout(this.#doubt);
    this.#clock.clearTimeout(this.#deadline);
    this.#deadline = this.#doubt = null;
  }
}

/** @param {Uint8Array} payload */
function sequenceOf(payload) {
  return new DataView(payload.buffer, payload.byteOffset, 4).getUint32(0, true);
}
