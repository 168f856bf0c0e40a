/** The typed input of a subscription: what to send now, to send again, and to ask the user about. */
import { newInputId } from './early-socket.js';
import { InputLog, LEAVE_MODE } from './input-log.js';

// Input that is not confirmed by then makes the connection doubtful.
const CONFIRM_MS = 2_000;
// If this happens so often within this time, another page took our place, not a late socket of ours.
const TAKEN_OVER_TIMES = 2;
const TAKEN_OVER_MS = 90_000;

/** @import { Timers } from './connection.js' */
/** @import { Withdrawn } from './input-log.js' */
/** @import { StoredInput } from './input-store.js' */
/**
 * Input that may have been accepted, or was typed for another moment or for a pane that had ended: the user
 * decides.
 * @typedef {object} Undecided
 * @property {Uint8Array} bytes
 * @property {boolean} [pasted]
 * @property {boolean} [refused] its pane had ended.
 * @property {() => void} forget the user typed it again.
 * @property {(accepted: boolean) => void} settle
 *
 * @typedef {object} StreamHandlers
 * @property {(log: InputLog) => void} send sends what may be sent, if there is a connection.
 * @property {() => void} onLate nothing is confirmed for too long.
 * @property {() => void} [onInput] the amount of unconfirmed input changed, or it can be sent.
 * @property {(input: Undecided) => void} [onUndecided]
 */

export class InputStream {
  #handlers;
  #timers;
  #id;
  #log = new InputLog();
  // Whether the server had this stream.
  #known = false;
  /** @type {any} */
  #lateTimer = null;
  /** @type {Set<Undecided>} */
  #undecided = new Set();
  /** @type {number[]} */
  #takenOver = [];

  /** @param {string} id @param {StreamHandlers} handlers @param {Timers} timers */
  constructor(id, handlers, timers) {
    this.#id = id;
    this.#handlers = handlers;
    this.#timers = timers;
  }

  get id() {
    return this.#id;
  }

  /** The unconfirmed input. */
  get log() {
    return this.#log;
  }

  /** Input that the user has not decided about. @returns {Iterable<Undecided>} */
  get undecided() {
    return this.#undecided;
  }

  /**
   * Types, each byte once. `leaveMode` ends tmux's copy mode first.
   * @param {Uint8Array} bytes
   * @param {boolean} leaveMode
   * @param {import('../wire/records.js').Target|null} [target]
   * @returns {boolean} false if too much waits already.
   */
  append(bytes, leaveMode, target = null) {
    const stored = this.#log.append(bytes, leaveMode ? LEAVE_MODE : 0, target);
    if (stored) this.#send();
    return stored;
  }

  /** Continues with the input of an earlier load of this page. @param {StoredInput} stored */
  restore({ id, log, fresh, undecided }) {
    for (const bytes of undecided) this.#ask({ bytes, pasted: false, settle: () => {} });
    if (log.unconfirmed === 0) return;
    this.#id = id;
    this.#log = log;
    this.#known = true;
    if (!fresh) this.restart();
  }

  /** The terminal accepted everything before this offset. @param {number} offset */
  confirm(offset) {
    this.#log.confirm(offset);
    this.#send();
  }

  /**
   * Whether another page typed more in this stream, as after Back to a cached page.
   * @param {Resumed} input
   */
  isBehind({ taken, known }) {
    return known && taken > this.#log.end;
  }

  /** A pane had ended, and did not get this input. @param {{offset: number, count: number}} part */
  refuse(part) {
    const withdrawn = this.#log.refuse(part);
    if (withdrawn !== null) this.#ask({ ...withdrawn, refused: true });
    this.#handlers.onInput?.();
  }

  /** A new connection to this stream. @param {Resumed} input */
  resume({ taken, known, refused = [] }) {
    if (known) refused.forEach(([offset, count]) => this.refuse({ offset, count }));
    if (this.#known && !known) {
      if (this.#log.unconfirmed > 0) this.#ask(this.#log.withdraw());
      this.#log = new InputLog();
    }
    this.#known = true;
    this.#log.resume(taken);
    this.#send();
  }

  /** Begins a new stream with the next connection; the user decides about the rest of the old one. */
  restart() {
    if (this.#log.unconfirmed > 0) this.#ask(this.#log.withdraw());
    this.#log = new InputLog();
    this.#id = newInputId();
    this.#known = false;
  }

  /**
   * A duplicated tab has the stored stream of the first one: without an end, each would take it from the
   * other.
   */
  countTakenOver() {
    const now = Date.now();
    this.#takenOver = [...this.#takenOver.filter((at) => now - at < TAKEN_OVER_MS), now];
    if (this.#takenOver.length < TAKEN_OVER_TIMES) return;
    this.#takenOver = [];
    this.restart();
  }

  #send() {
    this.#handlers.send(this.#log);
    const { taken, unconfirmed } = this.#log;
    if (unconfirmed > 0 && !this.#lateTimer)
      this.#lateTimer = this.#timers.setTimeout(() => this.#checkLate(taken), CONFIRM_MS);
    this.#handlers.onInput?.();
  }

  /** @param {number} taken the confirmed offset when the timer began. */
  #checkLate(taken) {
    this.#lateTimer = null;
    if (this.#log.unconfirmed > 0 && this.#log.taken === taken) this.#handlers.onLate();
  }

  /** @param {Withdrawn & {refused?: boolean}} withdrawn */
  #ask({ settle, ...withdrawn }) {
    /** @type {Undecided} */
    const input = {
      ...withdrawn,
      forget: () => this.#undecided.delete(input),
      settle: (accepted) => {
        input.forget();
        settle(accepted);
      },
    };
    this.#undecided.add(input);
    this.#handlers.onUndecided?.(input);
  }
}

/**
 * What the server reports: whether it had this stream, and offset and length of input whose pane had ended.
 * @typedef {{taken: number, known: boolean, refused?: [number, number][]}} Resumed
 */
