/** A WebSocket that is kept up for as long as it makes sense: one in use, and others beside it while that one is silent. */
import { Backoff } from '../lib/backoff.js';
import { afterClose } from './closing.js';
import { Heartbeat } from './heartbeat.js';

/** @testonly */
export const CONNECT_TIMEOUT_MS = 10_000;
/** @testonly */
export const DIAGNOSIS_MS = 5_000;
/**
 * Of a socket that was heard of so lately an answer is awaited for `ANSWER_MS` before another is opened.
 * @testonly
 */
export const FRESH_MS = 6_000;
/** @testonly */
export const ANSWER_MS = 1_000;
/** Events of one wake-up open one socket. */
const REACH_AGAIN_MS = 1_000;
const CANDIDATES_MAX = 3;
const QUICK_MS = 250;
const SLOW_MIN_MS = 4_000;
const HANDSHAKE_FAILED = 1006;
const REPLACED = 4411;
/** So long after a socket of ours ended the server may still hear of it. @testonly */
export const STRAY_MS = 30_000;
const OPEN = 1;
const RETRY = Object.freeze({ act: 'retry', pace: 'normal', resume: true });

/**
 * States, told by `onState`: `connecting`, `live`, `waiting` (with `until`, a `Date.now()` time), `ended` (with `reason`).
 * Only `live` sends. Whichever socket brings the first message is used from then on; the others are closed.
 */
export class Connection {
  #open;
  #handlers;
  #backoff;
  #timers;
  #heartbeat;
  #socket = null;
  #candidates = new Set();
  // When a socket ended without the server's word: it may still hear of that one, later than of the next.
  #strayAt = -Infinity;
  #reachedAt = -Infinity;
  #again = null;
  // While it is in doubt: the ping that it has to answer, and what it says meanwhile, which may be old.
  #doubt = null;
  #timer = null;
  #state = 'new';
  #exitReason;
  #attempt = 0;

  /**
   * @param {() => WebSocket} open makes a socket to where things stand now.
   * @param {object} handlers
   * @param {(message: ArrayBuffer|string) => void} handlers.onMessage
   * @param {(state: string, detail: {until?: number, reason?: string, text?: string}) => void} handlers.onState
   * @param {() => void} handlers.onFresh what is kept for resuming must not be used again.
   * @param {() => void} [handlers.onOpen] the socket in use can be written to; of one that is to be greeted.
   * @param {() => void} [handlers.onReplaced] another socket is in use from now on; what was asked by the old one is lost.
   * @param {() => void} [handlers.onTakenOver] the socket in use lost its place, and not to another one of ours.
   * @param {(payload: Uint8Array) => void} handlers.ping
   * @param {(message: ArrayBuffer|string) => Uint8Array|undefined} handlers.pongOf the ping that a message answers.
   * @param {(ms: number) => void} handlers.onLatency
   * @param {() => Promise<object>} handlers.diagnose why a handshake failed.
   * @param {{backoff?: Backoff, timers?: object, heartbeat?: Heartbeat}} [options] replaced in tests.
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

  /** Connects; also after an end, to begin again. */
  start() {
    this.#drop();
    this.#backoff.reset();
    this.#connect();
  }

  /** The server greeted us: from now on messages may be sent. */
  established() {
    this.#backoff.reset();
    this.#forget();
    this.#become('live');
    this.#heartbeat.start();
  }

  /** @returns {boolean} false when not live: nothing was sent, nothing is kept. */
  send(bytes) {
    if (this.#state !== 'live' || this.#socket?.readyState !== OPEN) return false;
    this.#socket.send(bytes);
    return true;
  }

  pong(payload) {
    this.#heartbeat.pong(payload);
  }

  /** The server said why it will close. */
  exiting(reason) {
    this.#exitReason = reason;
  }

  /** The peer broke the protocol: begin again after a while. */
  fail() {
    this.#finish({ act: 'retry', pace: 'slow', resume: false });
  }

  /** The network or the reader came back, or something is late: do not wait, and do not trust what was silent. */
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

  /** One more socket; the others go on with what they do. */
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
    this.#attempt += 1; // a diagnosis under way has been overtaken
    if (this.#state === 'connecting') this.#within(CONNECT_TIMEOUT_MS, () => this.#dead());
    const [oldest] = this.#candidates;
    if (this.#candidates.size >= CANDIDATES_MAX) this.#let(oldest);
    this.#try(this.#open());
  }

  #try(socket) {
    let opened = false;
    this.#candidates.add(socket);
    socket.binaryType = 'arraybuffer';
    const ours = (handle) => (event) =>
      (socket === this.#socket || this.#candidates.has(socket)) && handle(event);
    socket.onopen = ours(() => {
      opened = true;
      this.#handlers.onOpen?.(socket);
    });
    socket.onmessage = ours((event) => this.#take(socket, event.data));
    socket.onclose = ours(({ code, reason }) => this.#closed(socket, { code, reason, opened }));
  }

  #take(socket, data) {
    if (socket !== this.#socket) this.#use(socket);
    this.#heartbeat.alive();
    if (this.#doubt && !this.#answered(data)) this.#doubt.said.push(data);
    else this.#handlers.onMessage(data);
  }

  /** This one said something first. */
  #use(socket) {
    const before = this.#socket;
    this.#candidates.delete(socket);
    this.#letAll();
    this.#socket = socket;
    this.#doubt = null;
    this.#shut(before);
    if (before) this.#handlers.onReplaced?.();
  }

  /** Has the socket in use answer; opens another one at once where it was silent for long, and else where it does not. */
  #race() {
    const ping = this.#heartbeat.check();
    if (this.#doubt) this.#reach();
    else if (this.#heartbeat.silentMs >= FRESH_MS) this.#doubtIt(ping);
    else this.#within(ANSWER_MS, () => this.#heartbeat.isAnswered(ping) || this.#doubtIt(ping));
  }

  #doubtIt(ping) {
    this.#doubt = { ping, said: [] };
    this.#reach();
  }

  /** Whether the socket in doubt is to be trusted again; then what it said is taken. */
  #answered(data) {
    const pong = this.#handlers.pongOf(data);
    if (!pong || pong.join() !== this.#doubt.ping.join()) return false;
    this.#forget();
    this.#letAll();
    this.#believe();
    return true;
  }

  async #closed(socket, { code, reason, opened }) {
    const used = socket === this.#socket;
    if (used && code !== HANDSHAKE_FAILED) this.#believe();
    const decision = afterClose(code, this.#exitReason);
    if (used) this.#lose();
    this.#candidates.delete(socket);
    this.#noteEnd(code, used);
    if (this.#candidates.size > 0 && !(used && decision.act === 'end')) return;
    if (!used && this.#socket) {
      // There is still the one in doubt; the network may be back in a moment.
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
    const late = new Promise((resolve) => {
      this.#within(DIAGNOSIS_MS, () => resolve(RETRY));
    });
    const decision = await Promise.race([this.#handlers.diagnose(), late]);
    if (attempt === this.#attempt) this.#finish(decision);
  }

  /** The socket in doubt was there after all: what it said is taken. */
  #believe() {
    const said = this.#doubt?.said ?? [];
    this.#doubt = null;
    for (const one of said) this.#handlers.onMessage(one);
  }

  /** The socket in use has gone; another one may be on its way. */
  #lose() {
    this.#heartbeat.stop();
    this.#socket = this.#doubt = null;
    if (this.#candidates.size === 0) return;
    this.#become('connecting');
    this.#within(CONNECT_TIMEOUT_MS, () => this.#dead());
  }

  /** No answer for too long: what becomes of the old socket does not matter. */
  #dead() {
    const used = this.#socket;
    if (used) this.#lose();
    this.#shut(used);
    if (!used || this.#candidates.size === 0) this.#finish(RETRY);
  }

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

  #waitOf(pace) {
    const wait = this.#backoff.next();
    if (pace === 'quick') return Math.min(wait, QUICK_MS);
    return pace === 'slow' ? Math.max(wait, SLOW_MIN_MS) : wait;
  }

  #within(ms, act) {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = this.#timers.setTimeout(act, ms);
  }

  /** Nothing that was planned happens. */
  #forget() {
    this.#timers.clearTimeout(this.#timer);
    this.#timers.clearTimeout(this.#again);
    this.#again = null;
  }

  /** Lets go of all sockets and of everything planned; their late events find no listener. */
  #drop() {
    this.#attempt += 1;
    this.#forget();
    this.#heartbeat.stop();
    this.#letAll();
    const socket = this.#socket;
    this.#socket = this.#doubt = null;
    this.#shut(socket);
  }

  #letAll() {
    for (const socket of [...this.#candidates]) this.#let(socket);
  }

  #let(socket) {
    this.#candidates.delete(socket);
    this.#shut(socket);
  }

  #noteEnd(code, used) {
    if (code === HANDSHAKE_FAILED) this.#strayAt = this.#now();
    const isOurs = this.#candidates.size > 0 || this.#now() - this.#strayAt <= STRAY_MS;
    if (used && code === REPLACED && !isOurs) this.#handlers.onTakenOver?.();
  }

  #shut(socket) {
    if (!socket) return;
    this.#strayAt = this.#now();
    socket.close();
  }

  #now() {
    return (this.#timers.now ?? (() => performance.now()))();
  }

  #become(state, detail = {}) {
    this.#state = state;
    this.#handlers.onState(state, detail);
  }
}
