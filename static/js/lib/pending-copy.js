/** A copy that could not be put on the clipboard yet. Pure. */

// A copy that the reader still waits for. Later the clipboard may hold something newer, from another program.
/** @testonly */
export const WAITS_MS = 10_000;

export class WaitingCopy {
  #copy = null;
  #since = 0;

  hold(copy, now) {
    this.#copy = copy;
    this.#since = now;
  }

  /** Something newer is on the clipboard, or may be. */
  drop() {
    this.#copy = null;
  }

  /** Takes it out, once; null if there is none or it is too old. */
  take(now) {
    const copy = now - this.#since <= WAITS_MS ? this.#copy : null;
    this.#copy = null;
    return copy;
  }
}
