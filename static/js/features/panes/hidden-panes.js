/**
 * Which terminals of hidden windows still exist. One that is not shown for a minute is dropped, and the
 * oldest one if there are too many. Pure: timers and what drops a terminal are arguments.
 */

const STAY_MS = 60_000;
/** A hidden terminal of 200 columns and 1,000 rows of history takes about 3 MB. @testonly */
export const HIDDEN_MAX = 12;

export class HiddenPanes {
  #drop;
  #timers;
  /** @type {Set<number>} */
  #shown = new Set();
  /** @type {Map<number, any>} hidden panes with their timers, the one hidden first first. */
  #hidden = new Map();

  /**
   * @param {(pane: number) => void} drop
   * @param {import('./look-report.js').Timers} [timers]
   */
  constructor(drop, timers = globalThis) {
    this.#drop = drop;
    this.#timers = timers;
  }

  /** Exactly these panes are on the screen now. @param {number[]} panes */
  show(panes) {
    const now = new Set(panes);
    for (const pane of now) this.#forget(pane);
    for (const pane of this.#shown) if (!now.has(pane)) this.#hide(pane);
    this.#shown = now;
    while (this.#hidden.size > HIDDEN_MAX) this.#end(this.#hidden.keys().next().value);
  }

  /** tmux has no such pane any more: drops it now. @param {number} pane */
  gone(pane) {
    const known = this.#shown.delete(pane) || this.#hidden.has(pane);
    if (known) this.#end(pane);
  }

  /** Drops all of them. */
  dispose() {
    for (const pane of [...this.#shown, ...this.#hidden.keys()]) this.#end(pane);
    this.#shown.clear();
  }

  /** @param {number} pane */
  #hide(pane) {
    this.#hidden.set(
      pane,
      this.#timers.setTimeout(() => this.#end(pane), STAY_MS),
    );
  }

  /** @param {number} pane */
  #forget(pane) {
    this.#timers.clearTimeout(this.#hidden.get(pane));
    this.#hidden.delete(pane);
  }

  /** @param {number} pane */
  #end(pane) {
    this.#forget(pane);
    this.#drop(pane);
  }
}
