/**
 * Tells the server which panes are on the screen and which one has the focus, by the command `look`. Changes
 * that come together are sent once. Pure: sending and timers are arguments.
 */

const TOGETHER_MS = 30;

/** @typedef {Record<string, 'focus'|'shown'>} Look by the number of the pane. */
/**
 * @typedef {object} Timers
 * @property {(run: () => void, ms: number) => any} setTimeout
 * @property {(timer: any) => void} clearTimeout
 */

export class LookReport {
  #send;
  #timers;
  /** @type {any} */
  #timer = null;
  /** @type {Look|null} */
  #look = null;
  /** What the server shows until it gets a report. @type {string} */
  #byDefault = '';
  /** The last report of this connection; null before the first. @type {string|null} */
  #sent = null;
  #hidden = false;

  /**
   * @param {(panes: Look) => Promise<unknown>} send rejects if the server did not get it.
   * @param {Timers} [timers]
   */
  constructor(send, timers = globalThis) {
    this.#send = send;
    this.#timers = timers;
  }

  /**
   * @param {number[]} panes on the screen.
   * @param {number|null} focused
   * @param {{panes: number[], focused: number|null}} byDefault what the server shows until it gets a report.
   */
  show(panes, focused, byDefault) {
    this.#look = lookOf(panes, focused);
    this.#byDefault = JSON.stringify(lookOf(byDefault.panes, byDefault.focused));
    this.#plan();
  }

  /**
   * A hidden page has no focus. Its panes go on, so that bells and messages arrive.
   * @param {boolean} hidden
   */
  hide(hidden) {
    this.#hidden = hidden;
    this.#plan();
  }

  /** A new connection: the server knows nothing. */
  again() {
    this.#sent = null;
    this.#timers.clearTimeout(this.#timer);
    this.#report();
  }

  /**
   * Asks for all of a pane again: a page that begins to show a pane gets a full snapshot.
   * @param {number} pane
   */
  refresh(pane) {
    if (this.#hidden || !this.#look?.[pane]) return;
    const others = { ...this.#look };
    delete others[pane];
    this.#send(others).catch(() => {});
    this.#sent = '';
    this.#report();
  }

  dispose() {
    this.#timers.clearTimeout(this.#timer);
  }

  #plan() {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = this.#timers.setTimeout(() => this.#report(), TOGETHER_MS);
  }

  #report() {
    if (this.#look === null) return;
    const look = this.#hidden ? withoutFocus(this.#look) : this.#look;
    const text = JSON.stringify(look);
    if (text === (this.#sent ?? this.#byDefault)) return;
    this.#sent = text;
    this.#send(look).catch(() => {
      if (this.#sent === text) this.#sent = ''; // sent with the next change, or by `again`
    });
  }
}

/** @param {Look} look @returns {Look} */
function withoutFocus(look) {
  return Object.fromEntries(Object.keys(look).map((pane) => [pane, 'shown']));
}

/** @param {number[]} panes @param {number|null} focused @returns {Look} */
function lookOf(panes, focused) {
  const ordered = [...panes].sort((one, other) => one - other);
  return Object.fromEntries(ordered.map((pane) => [pane, pane === focused ? 'focus' : 'shown']));
}
