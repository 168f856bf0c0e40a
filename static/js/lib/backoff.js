/** Growing waits between attempts, at most 8 s; random, so that many clients do not return at once. */

const FIRST_MS = 250;
const LAST_MS = 8_000;
const FACTOR = 2;
// Each wait is up to a fifth shorter or longer.
const JITTER = 0.2;

export class Backoff {
  #wait = FIRST_MS;
  #random;

  /** @param {() => number} [random] 0 to 1, as Math.random. */
  constructor(random = Math.random) {
    this.#random = random;
  }

  /** Milliseconds to wait before the next attempt. */
  next() {
    const wait = this.#wait;
    this.#wait = Math.min(LAST_MS, wait * FACTOR);
    return Math.round(wait * (1 + JITTER * (2 * this.#random() - 1)));
  }

  /** The last attempt succeeded: the next wait is short again. */
  reset() {
    this.#wait = FIRST_MS;
  }
}
