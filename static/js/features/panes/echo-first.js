/**
 * Has the answer of a key drawn before the output of other panes: the picture of a pane that floods takes the
 * browser longer than a key does. Pure: timers are an argument.
 */

/** The answer may be late, or never come. @testonly */
export const WAIT_MAX_MS = 50;

export class EchoFirst {
  #timers;
  /** The pane that got a key, while others wait. @type {number|null} */
  #pane = null;
  /** Whether its next picture shows what it printed since. */
  #isPrinted = false;
  /** @type {(() => void)[]} */
  #waiting = [];
  #timer = null;

  /** @param {import('./look-report.js').Timers} [timers] */
  constructor(timers = globalThis) {
    this.#timers = timers;
  }

  /** A pane got input. @param {number} pane */
  typed(pane) {
    if (pane === this.#pane) return; // no longer wait, however fast keys are
    this.flush();
    this.#pane = pane;
    this.#timer = this.#timers.setTimeout(() => this.flush(), WAIT_MAX_MS);
  }

  /**
   * Writes output of a pane, now or soon; the order of each pane stays.
   * @param {number} pane
   * @param {() => void} write
   */
  run(pane, write) {
    if (this.#pane === null || pane === this.#pane) write();
    else this.#waiting.push(write);
  }

  /** The terminal of a pane has processed output. @param {number} pane */
  processed(pane) {
    if (pane === this.#pane) this.#isPrinted = true;
  }

  /** The terminal of a pane was drawn; the browser shows it at the end of this task. @param {number} pane */
  drawn(pane) {
    if (pane !== this.#pane || !this.#isPrinted) return;
    this.#timers.clearTimeout(this.#timer);
    this.#timer = this.#timers.setTimeout(() => this.flush(), 0);
  }

  /** Writes what waits. Call it before anything that must be in order with the output. */
  flush() {
    this.#timers.clearTimeout(this.#timer);
    this.#pane = null;
    this.#isPrinted = false;
    for (const write of this.#waiting.splice(0)) write();
  }
}
