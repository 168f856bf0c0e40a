/** Makes pairing codes one after the other until a device used one. Knows no page. */

const SECOND_MS = 1000;
/** The server removes a code a moment before it knows the login that the code began. */
const ENDED_MAX = 2;

/**
 * @typedef {{id: string, link: string, lasts_s: number, addresses: string[]}} Code
 * @typedef {{id: string, address: string, agent: string}} Device
 */

/** What the dialog shows; each is called with what changed. */
export class CodeEvents {
  /** @param {Code} _code */
  code(_code) {}

  /** Until the code is replaced. @param {number} _seconds */
  left(_seconds) {}

  /** @param {Device} _device */
  used(_device) {}

  /** No code works now, and none is made before `restart`. @param {Error|null} _error why, if known. */
  stopped(_error) {}
}

export class CodeCycle {
  #api;
  #events;
  #now;
  /** @type {Code|null} */
  #code = null;
  #endsAt = 0;
  #timesEnded = 0;
  #busy = false;
  #over = false;

  /**
   * @param {import('../../net/account-api.js').AccountApi} api
   * @param {CodeEvents} events
   * @param {() => number} [now] milliseconds.
   */
  constructor(api, events, now = Date.now) {
    this.#api = api;
    this.#events = events;
    this.#now = now;
  }

  /**
   * To be called every second. Hidden, it makes no code and asks nothing: a code that runs out meanwhile is
   * dead until the dialog is visible again.
   * @param {boolean} visible
   */
  async tick(visible) {
    if (this.#over || this.#busy || !visible) return;
    this.#busy = true;
    try {
      await this.#step();
    } finally {
      this.#busy = false;
    }
  }

  /** Goes on after `stopped`. */
  restart() {
    this.#over = false;
    this.#code = null;
    return this.tick(true);
  }

  /** Ends the code that is shown. */
  async close() {
    this.#over = true;
    const code = this.#code;
    this.#code = null;
    if (code) await this.#api.endLoginLink(code.id).catch(() => {}); // used, ended, or out of reach
  }

  async #step() {
    if (this.#code && (await this.#isDone(this.#code))) return;
    if (this.#over) return;
    const left = Math.ceil((this.#endsAt - this.#now()) / SECOND_MS);
    if (this.#code && left > 0) this.#events.left(left);
    else await this.#renew();
  }

  /** Whether the code was used, or ended before its time. @param {Code} code */
  async #isDone(code) {
    const answer = await this.#api.loginLinkState(code.id).catch(() => null);
    if (this.#over) return true;
    if (answer?.state === 'used') {
      this.#over = true;
      this.#code = null;
      this.#events.used(answer.device);
      return true;
    }
    const early = answer?.state === 'ended' && this.#now() < this.#endsAt;
    this.#timesEnded = early ? this.#timesEnded + 1 : 0;
    if (this.#timesEnded < ENDED_MAX) return false;
    this.#stop(null);
    return true;
  }

  async #renew() {
    this.#timesEnded = 0;
    try {
      const code = await this.#api.createLoginLink();
      if (this.#over) {
        await this.#api.endLoginLink(code.id).catch(() => {});
        return;
      }
      this.#code = code;
      this.#endsAt = this.#now() + code.lasts_s * SECOND_MS;
      this.#events.code(code);
      this.#events.left(code.lasts_s);
    } catch (error) {
      this.#stop(/** @type {Error} */ (error));
    }
  }

  #stop(error) {
    this.#over = true;
    this.#code = null;
    this.#events.stopped(error);
  }
}
