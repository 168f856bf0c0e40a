/** One WebSocket at a time to `/ws/optimized`, kept up for as long as it makes sense. */
import { Backoff } from '../util/backoff.js';
import { afterClose } from './closing.js';
import { Heartbeat } from './heartbeat.js';

export const CONNECT_TIMEOUT_MS = 10_000;
const QUICK_MS = 250;
const SLOW_MIN_MS = 4_000;
const HANDSHAKE_FAILED = 1006;
const OPEN = 1;

/**
 * States, told by `onState`: `connecting`, `live`, `waiting` (with `until`, a `Date.now()` time), `ended` (with `reason`).
 * Only `live` sends.
 */
export class Connection {
  #open;
  #handlers;
  #backoff;
  #timers;
  #heartbeat;
  #socket = null;
  #timer = null;
  #state = 'new';
  #opened = false;
  #exitReason;
  #attempt = 0;

  /**
   * @param {() => WebSocket} open makes a socket to where things stand now.
   * @param {object} handlers
   * @param {(message: ArrayBuffer) => void} handlers.onMessage one message of records.
   * @param {(state: string, detail: {until?: number, reason?: string}) => void} handlers.onState
   * @param {() => void} handlers.onFresh what is kept for resuming must not be used again.
   * @param {(payload: Uint8Array) => void} handlers.ping
   * @param {(ms: number) => void} handlers.onLatency
   * @param {() => Promise<object>} handlers.diagnose why a handshake failed.
   * @param {{backoff?: Backoff, timers?: object, heartbeat?: Heartbeat}} [options] replaced in tests.
   */
  constructor(open, handlers, { backoff = new Backoff(), timers = globalThis, heartbeat } = {}) {
    this.#open = open;
    this.#handlers = handlers;
    this.#backoff = backoff;
    this.#timers = timers;
    this.#heartbeat = heartbeat ?? new Heartbeat({
      ping: handlers.ping,
      onLatency: handlers.onLatency,
      onDead: () => this.#abandon(),
    });
  }

  get state() {
    return this.#state;
  }

  /** Connects; also after an end, to begin anew. */
  start() {
    this.#drop();
    this.#backoff.reset();
    this.#connect();
  }

  /** The server greeted us: from now on messages may be sent. */
  established() {
    this.#backoff.reset();
    this.#timers.clearTimeout(this.#timer);
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

  /** The peer broke the protocol: begin anew after a while. */
  fail() {
    this.#finish({ act: 'retry', pace: 'slow', resume: false });
  }

  /** The network or the reader came back: do not wait, and do not trust an old socket. */
  hurry() {
    if (this.#state === 'waiting') this.start();
    else if (this.#state === 'live') this.#heartbeat.check();
  }

  close() {
    this.#drop();
    this.#become('closed');
  }

  #connect() {
    this.#become('connecting');
    this.#opened = false;
    this.#exitReason = undefined;
    const socket = this.#open();
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    const ours = (handle) => (event) => this.#socket === socket && handle(event);
    socket.onopen = ours(() => { this.#opened = true; });
    socket.onmessage = ours((event) => this.#take(event.data));
    socket.onclose = ours((event) => this.#closed(event.code));
    this.#timer = this.#timers.setTimeout(() => this.#abandon(), CONNECT_TIMEOUT_MS);
  }

  #take(data) {
    this.#heartbeat.alive();
    this.#handlers.onMessage(data);
  }

  async #closed(code) {
    this.#drop();
    if (this.#opened || code !== HANDSHAKE_FAILED) {
      this.#finish(afterClose(code, this.#exitReason));
      return;
    }
    const attempt = (this.#attempt += 1);
    const decision = await this.#handlers.diagnose();
    if (attempt === this.#attempt) this.#finish(decision);
  }

  /** No answer for too long: what becomes of the old socket does not matter. */
  #abandon() {
    this.#drop();
    this.#finish({ act: 'retry', pace: 'normal', resume: true });
  }

  #finish(decision) {
    this.#drop();
    if (decision.act === 'end') {
      this.#become('ended', { reason: decision.reason });
      return;
    }
    if (!decision.resume) this.#handlers.onFresh();
    const wait = this.#waitOf(decision.pace);
    this.#become('waiting', { until: Date.now() + wait });
    this.#timer = this.#timers.setTimeout(() => this.#connect(), wait);
  }

  #waitOf(pace) {
    const wait = this.#backoff.next();
    if (pace === 'quick') return Math.min(wait, QUICK_MS);
    return pace === 'slow' ? Math.max(wait, SLOW_MIN_MS) : wait;
  }

  /** Lets go of the socket and of everything planned; its late events find no listener. */
  #drop() {
    this.#attempt += 1;
    this.#timers.clearTimeout(this.#timer);
    this.#heartbeat.stop();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #become(state, detail = {}) {
    this.#state = state;
    this.#handlers.onState(state, detail);
  }
}
