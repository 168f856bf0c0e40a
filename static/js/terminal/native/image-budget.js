/** Memory for the images of all panes of a page together. Pure. */

/** As `storageLimit` of the add-on: millions of bytes, 4 for each pixel. @testonly */
export const PAGE_MB = 64;
/** The add-on refuses a lower limit. */
const LEAST_MB = 0.5;

/** @typedef {{storageLimit: number, readonly storageUsage: number}} Storage of one pane; as `ImageAddon`. */

export class ImageBudget {
  /** The one with the newest image last. @type {Set<Storage>} */
  #storages = new Set();

  /** A pane got an image: the oldest images of the panes that got none for longest go if there are too many.
   * @param {Storage} storage
   */
  added(storage) {
    this.#storages.delete(storage);
    this.#storages.add(storage);
    let excess = -PAGE_MB;
    for (const { storageUsage } of this.#storages) excess += storageUsage;
    for (const one of this.#storages) {
      if (excess <= 0) return;
      const before = one.storageUsage;
      one.storageLimit = Math.max(LEAST_MB, before - excess); // drops the oldest ones
      one.storageLimit = PAGE_MB;
      excess -= before - one.storageUsage;
    }
  }

  /** The pane is gone. @param {Storage} storage */
  gone(storage) {
    this.#storages.delete(storage);
  }
}
