/** Small measurements. Pure: the time is always an argument, in milliseconds. */

// A key without an echo (a password, a modifier) is not a slow key.
const KEY_FORGOTTEN_MS = 2_000;
const RATE_SPAN_MS = 1_000;

/** From a key to the first frame painted after output that followed it. */
export class KeyMeter {
  /** @type {number|null} */
  #keyAt = null;
  #answered = false;

  /** @param {number} now */
  key(now) {
    if (this.#keyAt !== null && now - this.#keyAt < KEY_FORGOTTEN_MS) return;
    this.#keyAt = now;
    this.#answered = false;
  }

  output() {
    this.#answered = this.#keyAt !== null;
  }

  /** @param {number} now @returns {number|null} milliseconds if this frame answers a key. */
  painted(now) {
    if (!this.#answered || this.#keyAt === null) return null;
    const took = now - this.#keyAt;
    this.#keyAt = null;
    this.#answered = false;
    return took < KEY_FORGOTTEN_MS ? took : null;
  }
}

/** Bytes per second over about the last second. */
export class RateMeter {
  #bytes = 0;
  #since = 0;

  /** @param {number} bytes */
  add(bytes) {
    this.#bytes += bytes;
  }

  /** Megabytes per second since the last call. Call it about once a second. @param {number} now */
  read(now) {
    const span = Math.max(RATE_SPAN_MS / 2, now - this.#since);
    const rate = ((this.#bytes / span) * 1000) / 1e6;
    this.#bytes = 0;
    this.#since = now;
    return rate;
  }
}
