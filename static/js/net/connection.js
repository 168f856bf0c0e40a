/** A WebSocket that connects again: one is in use, and others are tried while that one is silent. */
import { Backoff } from '../lib/backoff.js';
import { afterClose } from './closing.js';
import { Heartbeat } from './heartbeat.js';

/** @import { Decision, Pace } from './closing.js' */
/**
 * @typedef {object} Timers `globalThis`, or a fake one in tests.
 * @property {(callback: () => void, ms: number) => any} setTimeout
 * @property {(timer: any) => void} clearTimeout
 * @property {() => number} [now] in milliseconds.
 *
 * @typedef {{until?: number, reason?: string, text?: string}} Detail of a state.
 */

/** @testonly */
export const CONNECT_TIMEOUT_MS = 10_000;
/** @testonly */
export const DIAGNOSIS_MS = 5_000;
/**
 * If a socket received something so recently, another one is opened only after `ANSWER_MS` without an answer.
 * @testonly
 */
export const FRESH_MS = 6_000;
/** @testonly */
export const ANSWER_MS = 1_000;
/** All events of one wake-up open one socket. */
const REACH_AGAIN_MS = 1_000;
const CANDIDATES_MAX = 3;
const QUICK_MS = 250;
const SLOW_MIN_MS = 4_000;
const HANDSHAKE_FAILED = 1006;
const REPLACED = 4411;
/** The server may notice so late that a socket of ours ended. @testonly */
export const STRAY_MS = 30_000;
const OPEN = 1;
/** @type {Decision} */
const RETRY = Object.freeze({ act: 'retry', pace: 'normal', resume: true });

/**
 * States: `connecting`, `live`, `waiting` (with `until`, a `Date.now()` time), `ended` (with `reason`). Only
 * `live` sends.
 * The socket with the first message is used from then on; the others are closed.
 */
export class Connection {
  #open;
  #handlers;
  #backoff;
  #timers;
  #heartbeat;
  /** @type {WebSocket|null} */
  #socket = null;
  /** @type {Set<WebSocket>} */
  #candidates = new Set();
  // When a socket ended without a close code: the server may notice that later than the next socket.
  #strayAt = -Infinity;
  #reachedAt = -Infinity;
  #again = null;
  /**
   * While the socket in use is in doubt: the ping that it must answer, and its messages, which may be old.
   * @type {{ping: Uint8Array, messages: (ArrayBuffer|string)[]}|null}
   */
  #doubt = null;
  #timer = null;
  #state = 'new';
  /** @type {string|undefined} */
  #exitReason;
  #attempt = 0;

  /**
   * @param {() => WebSocket} open opens a socket that resumes where this one is.
   * @param {object} handlers
   * @param {(message: ArrayBuffer|string) => void} handlers.onMessage
   * @param {(state: string, detail: Detail) => void} handlers.onState
   * @param {() => void} handlers.onFresh the next connection must not resume.
   * @param {(socket: WebSocket) => void} [handlers.onOpen] a socket is open and may send its first message.
   * @param {() => void} [handlers.onReplaced] another socket is in use; answers to the old one are lost.
   * @param {() => void} [handlers.onTakenOver] another page took the place of this connection.
   * @param {(payload: Uint8Array) => void} handlers.ping
   * @param {(message: ArrayBuffer|string) => Uint8Array|undefined} handlers.pongOf the ping that a message
   *   answers.
   * @param {(ms: number) => void} handlers.onLatency
   * @param {() => Promise<Decision>} handlers.diagnose why a handshake failed.
   * @param {{backoff?: Backoff, timers?: Timers, heartbeat?: Heartbeat}} [options] replaced in tests.
   */
  constructor(open, handlers, { backoff = new Backoff(), timers = globalThis, heartbeat } = {}) {
    this.#open = open;
    this.#handlers = handlers;
    this.#backoff = backoff;
    this.#timers = timers;
    this.#heartbeat =
      heartbeat ??
      new Heartbeat({
        ping: handlers.ping,
        onLatency: handlers.onLatency,
        onDoubt: () => this.#race(),
        onDead: () => this.#dead(),
      });
  }

  get state() {
    return this.#state;
  }

  /** Connects, also after an end. */
  start() {
    this.#drop();
    this.#backoff.reset();
    this.#connect();
  }

  /** The server sent its greeting: messages may be sent. */
  established() {
    this.#backoff.reset();
    this.#cancelTimers();
    this.#become('live');
    this.#heartbeat.start();
  }

  /** @param {Uint8Array|string} bytes @returns {boolean} false if not live: nothing was sent or stored. */
  send(bytes) {
    if (this.#state !== 'live' || this.#socket?.readyState !== OPEN) return false;
    this.#socket.send(/** @type {string|Uint8Array<ArrayBuffer>} */ (bytes));
    return true;
  }

  /** @param {Uint8Array} payload */
  pong(payload) {
    this.#heartbeat.pong(payload);
  }

  /** The server reported why it will close. @param {string} reason */
  exiting(reason) {
    this.#exitReason = reason;
  }

  /** The peer broke the protocol: connect again later. */
  fail() {
    this.#finish({ act: 'retry', pace: 'slow', resume: false });
  }

  /** The network or the user came back, or something is late: connect at once, and check a silent socket. */
  hurry() {
    if (this.#state === 'waiting') this.start();
    else if (this.#state === 'connecting') this.#reach();
    else if (this.#state === 'live') this.#race();
  }

  close() {
    this.#drop();
    this.#become('closed');
  }

  #connect() {
    this.#become('connecting');
    this.#exitReason = undefined;
    this.#reachedAt = -Infinity;
    this.#reach();
  }

  /** Tries one more socket besides the others. */
  #reach() {
    const now = this.#now();
    const wait = this.#reachedAt + REACH_AGAIN_MS - now;
    if (wait > 0) {
      this.#again ??= this.#timers.setTimeout(() => {
        this.#again = null;
        this.#reach();
      }, wait);
      return;
    }
    this.#reachedAt = now;
    this.#attempt += 1; // a diagnosis that still runs is too late
    if (this.#state === 'connecting') this.#within(CONNECT_TIMEOUT_MS, () => this.#dead());
    const [oldest] = this.#candidates;
    if (this.#candidates.size >= CANDIDATES_MAX) this.#closeCandidate(oldest);
    this.#try(this.#open());
  }

  /** @param {WebSocket} socket */
  #try(socket) {
    let opened = false;
    this.#candidates.add(socket);
    socket.binaryType = 'arraybuffer';
    /** @param {(event: any) => unknown} handle */
    const ours = (handle) => (/** @type {any} */ event) =>
      (socket === this.#socket || this.#candidates.has(socket)) && handle(event);
    socket.onopen = ours(() => {
      opened = true;
      this.#handlers.onOpen?.(socket);
    });
    socket.onmessage = ours((event) => this.#take(socket, event.data));
    socket.onclose = ours(({ code, reason }) => this.#closed(socket, { code, reason, opened }));
  }

  /** @param {WebSocket} socket @param {ArrayBuffer|string} data */
  #take(socket, data) {
    if (socket !== this.#socket) this.#use(socket);
    this.#heartbeat.alive();
    if (this.#doubt && !this.#answered(data)) this.#doubt.messages.push(data);
    else this.#handlers.onMessage(data);
  }

  /** This socket had the first message. @param {WebSocket} socket */
  #use(socket) {
    const before = this.#socket;
    this.#candidates.delete(socket);
    this.#closeCandidates();
    this.#socket = socket;
    this.#doubt = null;
    this.#shut(before);
    if (before) this.#handlers.onReplaced?.();
  }

  /** Pings the socket in use. Opens another one if there is no answer; at once if it was silent for long. */
  #race() {
    const ping = this.#heartbeat.check();
    if (this.#doubt) this.#reach();
    else if (this.#heartbeat.silentMs >= FRESH_MS) this.#beginDoubt(ping);
    else this.#within(ANSWER_MS, () => this.#heartbeat.isAnswered(ping) || this.#beginDoubt(ping));
  }

  /** @param {Uint8Array} ping */
  #beginDoubt(ping) {
    this.#doubt = { ping, messages: [] };
    this.#reach();
  }

  /**
   * Whether a message ends the doubt; then the messages of the socket are accepted.
   * @param {ArrayBuffer|string} data
   */
  #answered(data) {
    const pong = this.#handlers.pongOf(data);
    if (!pong || pong.join() !== this.#doubt?.ping.join()) return false;
    this.#cancelTimers();
    this.#closeCandidates();
    this.#endDoubt();
    return true;
  }

  /** @param {WebSocket} socket @param {{code: number, reason: string, opened: boolean}} options */
  async #closed(socket, { code, reason, opened }) {
    const used = socket === this.#socket;
    if (used && code !== HANDSHAKE_FAILED) this.#endDoubt();
    const decision = afterClose(code, this.#exitReason);
    if (used) this.#lose();
    this.#candidates.delete(socket);
    this.#noteEnd(code, used);
    if (this.#candidates.size > 0 && !(used && decision.act === 'end')) return;
    if (!used && this.#socket) {
      // The socket in doubt is still open; the network may be back in a moment.
      this.#within(REACH_AGAIN_MS, () => this.#doubt && this.#reach());
      return;
    }
    if (opened || code !== HANDSHAKE_FAILED) {
      this.#finish(decision, reason);
      return;
    }
    await this.#diagnose();
  }

  async #diagnose() {
    const attempt = (this.#attempt += 1);
    const late = new Promise((/** @type {(decision: Decision) => void} */ resolve) => {
      this.#within(DIAGNOSIS_MS, () => resolve(RETRY));
    });
    const decision = await Promise.race([this.#handlers.diagnose(), late]);
    if (attempt === this.#attempt) this.#finish(decision);
  }

  /** The socket in doubt was alive: its messages are accepted. */
  #endDoubt() {
    const messages = this.#doubt?.messages ?? [];
    this.#doubt = null;
    for (const one of messages) this.#handlers.onMessage(one);
  }

  /** The socket in use ended; another one may be connecting. */
  #lose() {
    this.#heartbeat.stop();
    this.#socket = this.#doubt = null;
    if (this.#candidates.size === 0) return;
    this.#become('connecting');
    this.#within(CONNECT_TIMEOUT_MS, () => this.#dead());
  }

  /** There was no answer for too long. */
  #dead() {
    const used = this.#socket;
    if (used) this.#lose();
    this.#shut(used);
    if (!used || this.#candidates.size === 0) this.#finish(RETRY);
  }

  /** @param {Decision} decision @param {string} [text] */
  #finish(decision, text) {
    this.#drop();
    if (decision.act === 'end') {
      this.#become('ended', { reason: decision.reason, text });
      return;
    }
    if (!decision.resume) this.#handlers.onFresh();
    const wait = this.#waitOf(decision.pace);
    this.#become('waiting', { until: Date.now() + wait });
    this.#within(wait, () => this.#connect());
  }

  /** @param {Pace} pace */
  #waitOf(pace) {
    const wait = this.#backoff.next();
    if (pace === 'quick') return Math.min(wait, QUICK_MS);
    return pace === 'slow' ? Math.max(wait, SLOW_MIN_MS) : wait;
  }

  /** @param {number} ms @param {() => unknown} act */
  #within(ms, act) {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = this.#timers.setTimeout(act, ms);
  }

  /** Cancels all timers. */
  #cancelTimers() {
    this.#timers.clearTimeout(this.#timer);
    this.#timers.clearTimeout(this.#again);
    this.#again = null;
  }

  /** Closes all sockets and cancels all timers; late events of the sockets are ignored. */
  #drop() {
    this.#attempt += 1;
    this.#cancelTimers();
    this.#heartbeat.stop();
    this.#closeCandidates();
    const socket = this.#socket;
    this.#socket = this.#doubt = null;
    this.#shut(socket);
  }

  #closeCandidates() {
    for (const socket of [...this.#candidates]) this.#closeCandidate(socket);
  }

  /** @param {WebSocket} socket */
  #closeCandidate(socket) {
    this.#candidates.delete(socket);
    this.#shut(socket);
  }

  /** @param {number} code @param {boolean} used */
  #noteEnd(code, used) {
    if (code === HANDSHAKE_FAILED) this.#strayAt = this.#now();
    const isOurs = this.#candidates.size > 0 || this.#now() - this.#strayAt <= STRAY_MS;
    if (used && code === REPLACED && !isOurs) this.#handlers.onTakenOver?.();
  }

  /** @param {WebSocket|null} socket */
  #shut(socket) {
    if (!socket) return;
    this.#strayAt = this.#now();
    socket.close();
  }

  #now() {
    return (this.#timers.now ?? (() => performance.now()))();
  }

  /** @param {string} state @param {Detail} [detail] */
  #become(state, detail = {}) {
    this.#state = state;
    this.#handlers.onState(state, detail);
  }
}
