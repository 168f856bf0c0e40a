/**
 * Moves a divider under a pointer. Only the newest position counts: at most one request is under way, and at
 * most 30 are sent in a second. Pure: requests and timers are arguments.
 */

/** Programs in the panes draw again after each step, so more steps would show less. */
const GAP_MS = 1000 / 30;

/**
 * @typedef {object} Handlers
 * @property {(at: number) => Promise<unknown>} resize asks tmux to move the divider to this cell. A refusal
 *   does not end the drag.
 * @property {(at: number) => void} show draws the divider there at once.
 * @property {() => void} done the drag has ended and tmux has answered the last request.
 */

export class DividerDrag {
  #handlers;
  #timers;
  #at;
  #sent;
  #busy = false;
  #ended = false;
  #isOver = false;

  /**
   * @param {number} at where the divider is.
   * @param {Handlers} handlers
   * @param {{setTimeout: (run: () => void, ms: number) => unknown}} [timers]
   */
  constructor(at, handlers, timers = globalThis) {
    this.#at = this.#sent = at;
    this.#handlers = handlers;
    this.#timers = timers;
  }

  /** After `end` too, as long as it is not done. @param {number} at */
  move(at) {
    if (at === this.#at || this.#isOver) return;
    this.#at = at;
    this.#handlers.show(at);
    if (!this.#busy) this.#send();
  }

  /** The pointer left the divider. The last position is still sent. */
  end() {
    this.#ended = true;
    if (!this.#busy) this.#finish();
  }

  async #send() {
    this.#busy = true;
    while (this.#at !== this.#sent) {
      this.#sent = this.#at;
      const rested = new Promise((resolve) => this.#timers.setTimeout(() => resolve(null), GAP_MS));
      await Promise.allSettled([this.#handlers.resize(this.#at), rested]);
    }
    this.#busy = false;
    if (this.#ended) this.#finish();
  }

  #finish() {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#handlers.done();
  }
}
