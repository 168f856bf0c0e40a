/**
 * The height of the terminal that a soft keyboard and the bars above it cover. The terminal keeps its size
 * under them: each resize makes every program draw its screen again, and some leave the old one in the
 * history. Pure.
 */
export class CoveredHeight {
  #takenNow;
  #given = 0;

  /** @param {() => number} takenNow the height that keyboard and bars take now, in pixels. */
  constructor(takenNow) {
    this.#takenNow = takenNow;
  }

  /** Pixels of the terminal's height that are covered. */
  get px() {
    const taken = this.#takenNow();
    // All height is free again: the next keyboard covers the terminal again.
    if (taken <= 0) this.#given = 0;
    return taken <= 0 ? 0 : taken - this.#given;
  }

  /** Whether the terminal was made smaller. */
  get fitted() {
    return this.px !== this.#takenNow();
  }

  /** Makes the terminal smaller by what is taken now, until all height is free again. */
  fit() {
    this.#given = Math.max(0, this.#takenNow());
  }

  unfit() {
    this.#given = 0;
  }
}
