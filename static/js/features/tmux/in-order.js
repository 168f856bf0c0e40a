/**
 * Runs steps in order: what is typed while tmux runs a binding comes after it, in the pane that it leads to.
 * Pure. Separate file: tested alone.
 */

/** A step that takes longer does not hold back the next ones. */
const LIMIT_MS = 2_000;

export class InOrder {
  /** @type {(() => unknown)[]} */
  #waiting = [];
  #busy = false;
  #timers;

  /** @param {Pick<typeof globalThis, 'setTimeout'|'clearTimeout'>} [timers] */
  constructor(timers = globalThis) {
    this.#timers = timers;
  }

  /** Whether a step is not finished. */
  get busy() {
    return this.#busy;
  }

  /**
   * Runs a step at once, or after those before it.
   * @param {() => unknown} step if it returns a promise, the next steps wait until that is settled.
   */
  add(step) {
    if (this.#busy) this.#waiting.push(step);
    else this.#run(step);
  }

  /** @param {() => unknown} step */
  #run(step) {
    const done = step();
    if (!(done instanceof Promise)) return;
    this.#busy = true;
    let isOver = false;
    const next = () => {
      if (isOver) return;
      isOver = true;
      this.#timers.clearTimeout(timer);
      this.#busy = false;
      while (!this.#busy && this.#waiting.length > 0) this.#run(this.#waiting.shift() ?? (() => {}));
    };
    const timer = this.#timers.setTimeout(next, LIMIT_MS);
    done.then(next, next);
  }
}
