/** Pings on a quiet schedule: how long an answer takes, and whether the peer is still there. */

export const PING_EVERY_MS = 5_000;
export const DEAD_AFTER_MS = 10_000;
// A timer this late means that the page slept; then silence proves nothing.
export const SLEPT_MS = 2_000;

export class Heartbeat {
  #handlers;
  #clock;
  #next = null;
  #deadline = null;
  #sequence = 0;
  #sent = new Map();

  /**
   * @param {{ping: (payload: Uint8Array) => void, onLatency: (ms: number) => void, onDead: () => void}} handlers
   * @param {{now: () => number, setTimeout: Function, clearTimeout: Function}} [clock]
   */
  constructor(handlers, clock = { now: () => performance.now(), setTimeout: setTimeout.bind(globalThis), clearTimeout: clearTimeout.bind(globalThis) }) {
    this.#handlers = handlers;
    this.#clock = clock;
  }

  start() {
    this.stop();
    this.check();
  }

  stop() {
    this.#clock.clearTimeout(this.#next);
    this.#clock.clearTimeout(this.#deadline);
    this.#next = this.#deadline = null;
    this.#sent.clear();
  }

  /** Pings now: the reader came back, or the network changed. */
  check() {
    this.#clock.clearTimeout(this.#next);
    const payload = new Uint8Array(4);
    this.#sequence = (this.#sequence + 1) % 2 ** 32;
    new DataView(payload.buffer).setUint32(0, this.#sequence, true);
    this.#sent.set(this.#sequence, this.#clock.now());
    this.#handlers.ping(payload);
    this.#watch();
    this.#next = this.#clock.setTimeout(() => this.check(), PING_EVERY_MS);
  }

  /** Bytes came, whatever they were. */
  alive() {
    this.#clock.clearTimeout(this.#deadline);
    this.#deadline = null;
  }

  /** The answer to a ping of ours. */
  pong(payload) {
    if (payload.length !== 4) return;
    const sequence = new DataView(payload.buffer, payload.byteOffset, 4).getUint32(0, true);
    const sentAt = this.#sent.get(sequence);
    if (sentAt === undefined) return;
    this.#sent.clear();
    this.#handlers.onLatency(this.#clock.now() - sentAt);
  }

  #watch() {
    if (this.#deadline !== null) return;
    const due = this.#clock.now() + DEAD_AFTER_MS;
    this.#deadline = this.#clock.setTimeout(() => {
      this.#deadline = null;
      if (this.#clock.now() - due > SLEPT_MS) this.check();
      else this.#handlers.onDead();
    }, DEAD_AFTER_MS);
  }
}
