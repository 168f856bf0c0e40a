/**
 * Which pane has the focus on this page: the one that the user chose, until tmux has another active pane.
 * In solo the choice stays, whatever tmux does. Pure: timers are arguments.
 */
import { nearestPane } from './pane-geometry.js';

/** How long tmux has to report the pane that the user chose; then its active pane counts again. */
const CHOICE_MS = 1_000;

/** @typedef {import('./pane-geometry.js').LayoutPane} LayoutPane */

export class FocusChoice {
  #onExpired;
  #timers;
  /** @type {number|null} */
  #chosen = null;
  /** The active pane at the time of the choice. @type {number|null} */
  #activeBefore = null;
  /** @type {any} */
  #timer = null;
  #stays = false;
  /** The focused pane where it was last. @type {LayoutPane|null} */
  #last = null;

  /**
   * @param {() => void} onExpired tmux had its time: ask `among` again.
   * @param {import('./look-report.js').Timers} [timers]
   */
  constructor(onExpired, timers = globalThis) {
    this.#onExpired = onExpired;
    this.#timers = timers;
  }

  /** @param {number} pane @param {number|null} active tmux's active pane now. */
  choose(pane, active) {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#chosen === null) this.#activeBefore = active;
    this.#chosen = pane;
    if (this.#stays) return;
    this.#timer = this.#timers.setTimeout(() => {
      this.#timer = null;
      this.#onExpired();
    }, CHOICE_MS);
  }

  /** @param {boolean} on whether tmux's active pane is ignored. */
  stay(on) {
    this.#stays = on;
    if (on) this.#chosen = this.#last?.pane ?? null;
  }

  /**
   * The pane to focus among these; null if there is none.
   * @param {(LayoutPane & {active?: boolean})[]} panes that can have the focus.
   * @returns {number|null}
   */
  among(panes) {
    const active = panes.find((pane) => pane.active) ?? null;
    if (this.#stays) this.#chosen = this.#staying(panes);
    else if (this.#isOver(active?.pane ?? null)) this.#chosen = null;
    this.#last = panes.find(({ pane }) => pane === this.#chosen) ?? active ?? panes[0] ?? null;
    return this.#last?.pane ?? null;
  }

  /** The choice in solo: the nearest pane takes over from one that is gone. @param {LayoutPane[]} panes */
  #staying(panes) {
    if (this.#last === null || panes.some(({ pane }) => pane === this.#chosen)) return this.#chosen;
    return nearestPane(panes, this.#last) ?? this.#chosen;
  }

  /** Whether tmux's active pane counts again. @param {number|null} active */
  #isOver(active) {
    return this.#chosen === active || (this.#timer === null && active !== this.#activeBefore);
  }

  dispose() {
    this.#timers.clearTimeout(this.#timer);
  }
}
