/** A copy that is not on the clipboard yet. Pure. */

/** After this time the clipboard may have something newer, from another program. @testonly */
export const WAITS_MS = 10_000;

/** @template T */
export class WaitingCopy {
  /** @type {T|null} */
  #copy = null;
  #since = 0;

  /** @param {T} copy @param {number} now */
  hold(copy, now) {
    this.#copy = copy;
    this.#since = now;
  }

  /** The clipboard has something newer, or may have. */
  drop() {
    this.#copy = null;
  }

  /** The copy, once; null if there is none or it is too old. @param {number} now */
  take(now) {
    const copy = now - this.#since <= WAITS_MS ? this.#copy : null;
    this.#copy = null;
    return copy;
  }
}
