/**
 * The height that a soft keyboard and the bars above it take for a while. The terminal stays as high as it was: each
 * resize has every program draw its screen again, and some leave the old one in the scrollback. Pure.
 */
export class LentHeight {
  #taken;
  #given = 0;

  /** @param {() => number} taken pixels that are taken now. */
  constructor(taken) {
    this.#taken = taken;
  }

  /** Pixels of the terminal's height that are out of view. */
  get px() {
    const taken = this.#taken();
    // All is back: the next keyboard begins again.
    if (taken <= 0) this.#given = 0;
    return taken <= 0 ? 0 : taken - this.#given;
  }

  /** Whether the terminal was made smaller for what is taken. */
  get fitted() {
    return this.px !== this.#taken();
  }

  /** What is taken now belongs to it until all is back: the terminal gets smaller, once. */
  fit() {
    this.#given = Math.max(0, this.#taken());
  }

  unfit() {
    this.#given = 0;
  }
}
