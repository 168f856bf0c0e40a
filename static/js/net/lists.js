/** A list of sessions that follows the server: what changed, when to fetch, and the socket that says so. */
import { Backoff } from '../util/backoff.js';
import { urgency } from '../util/order.js';

const LOGIN_ENDED = 4401;
const NOT_ALLOWED = 4403;
const OPEN = 1; // WebSocket.OPEN, which node does not have everywhere

/** Runs a job whenever asked, but never twice at once: asks during a run become one more run. */
export class Coalescer {
  #job;
  #running = false;
  #queued = false;

  /** @param {() => Promise<void>} job its failures are its own; a rejection ends only that run. */
  constructor(job) {
    this.#job = job;
  }

  /** Resolves when nothing is left to run, or at once when a run is under way and will be repeated. */
  async ask() {
    this.#queued = true;
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#queued) {
        this.#queued = false;
        await this.#job();
      }
    } finally {
      this.#running = false;
    }
  }
}

/**
 * What happened between two lists. Ids count anew on another tmux server: another epoch shares nothing.
 * @returns {{added: object[], removed: object[], renamed: {from: string, to: string}[], alerted: object[]}} the last want
 *   attention and did not before.
 */
export function changes(before, after) {
  const same = before.epoch === after.epoch;
  const old = new Map(same ? before.sessions.map((session) => [session.id, session]) : []);
  const found = { added: [], removed: [], renamed: [], alerted: [] };
  for (const session of after.sessions) {
    const was = old.get(session.id);
    if (!was) found.added.push(session);
    else if (was.name !== session.name) found.renamed.push({ from: was.name, to: session.name });
    if (was && urgency(session) && !urgency(was)) found.alerted.push(session);
    old.delete(session.id);
  }
  found.removed = same ? [...old.values()] : [...before.sessions];
  return found;
}

/** The sentences for a screen reader, empty when nothing worth saying changed. */
export function announcement({ added, removed, renamed, alerted }) {
  return [
    ...added.map(({ name }) => `Session ${name} started.`),
    ...removed.map(({ name }) => `Session ${name} ended.`),
    ...renamed.map(({ from, to }) => `Session ${from} is now called ${to}.`),
    ...alerted.map(({ name }) => `Session ${name} wants attention.`),
  ].join(' ');
}

/** Keeps a `/ws` connection that reports every change of the list; reconnects until closed. */
export class SessionFeed {
  #open;
  #handlers;
  #backoff;
  #timers;
  #socket = null;
  #timer = null;
  #closed = false;
  #watched = [];
  #also;

  /**
   * @param {() => WebSocket} open makes a new socket.
   * @param {{onChange: (list?: {epoch: string, sessions: object[]}) => void, onPreview?: (news: object) => void, onOnline: (online: boolean) => void, onLoggedOut: () => void, onEnded?: (reason: string) => void, onTold?: (message: object) => void}} handlers
   *   `onChange` hears the list where the server told it; without one it is to be asked for. `onEnded` hears why the server
   *   wants no more of this page: there is no further attempt. `onTold` hears every other message.
   * @param {{backoff?: Backoff, timers?: {setTimeout: Function, clearTimeout: Function}, also?: string[]}} [options]
   *   `also`: types of messages to send with each connection.
   */
  constructor(open, handlers, { backoff = new Backoff(), timers = globalThis, also = [] } = {}) {
    this.#also = also;
    this.#open = open;
    this.#handlers = handlers;
    this.#backoff = backoff;
    this.#timers = timers;
    this.#connect();
  }

  /** Tries at once instead of waiting, when not connected: the network or the reader came back. */
  hurry() {
    if (this.#closed || this.#socket) return;
    this.#backoff.reset();
    this.#connect();
  }

  /** Has previews of these sessions sent, of no others, from now on and after each reconnection. */
  watch(ids) {
    this.#watched = ids;
    if (this.#socket?.readyState === OPEN) this.#askPreviews();
  }

  #askPreviews() {
    this.#socket.send(JSON.stringify({ type: 'watch-previews', sessionIds: this.#watched }));
  }

  close() {
    this.#closed = true;
    this.#timers.clearTimeout(this.#timer);
    this.#socket?.close();
    this.#socket = null;
  }

  #connect() {
    this.#timers.clearTimeout(this.#timer);
    const socket = this.#open();
    this.#socket = socket;
    socket.onopen = () => {
      socket.send(JSON.stringify({ type: 'list-sessions', watch: true }));
      for (const type of this.#also) socket.send(JSON.stringify({ type }));
      if (this.#watched.length > 0) this.#askPreviews();
    };
    socket.onmessage = (event) => this.#take(event.data);
    socket.onclose = (event) => {
      if (this.#socket === socket) this.#lost(event);
    };
  }

  #take(text) {
    const message = parsed(text);
    if (message?.type === 'preview') this.#handlers.onPreview?.(message);
    else if (message?.type === 'sessions-list') this.#listed(message);
    else if (message) this.#handlers.onTold?.(message);
  }

  #listed(message) {
    this.#backoff.reset();
    this.#handlers.onOnline(true);
    this.#handlers.onChange(listOf(message));
  }

  #lost({ code, reason }) {
    this.#socket = null;
    if (this.#closed) return;
    if (code === LOGIN_ENDED) {
      this.#handlers.onLoggedOut();
      return;
    }
    this.#handlers.onOnline(false);
    if (code === NOT_ALLOWED) {
      this.close();
      this.#handlers.onEnded?.(reason);
      return;
    }
    // A refused upgrade shows no status to scripts; a fetch does, and 401 leads to the login.
    this.#handlers.onChange();
    this.#timer = this.#timers.setTimeout(() => this.#connect(), this.#backoff.next());
  }
}

/** A pushed list as the HTTP API gives it; undefined where the message has less. */
function listOf({ epoch, sessions }) {
  if (epoch === undefined || !sessions.every(({ id }) => id)) return undefined;
  return { epoch, sessions: sessions.map((session) => ({ ...session, attached: session.clients })) };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
