/** A list of sessions that follows the server: what changed, when to fetch, and the socket that says so. */
import { urgency } from '../lib/session-order.js';
import { Connection } from './connection.js';

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
    ...alerted.map(({ name }) => `Session ${name} needs attention.`),
  ].join(' ');
}

/** Keeps a `/ws` connection that reports every change of the list; reconnects until closed. See `Connection`. */
export class SessionFeed {
  #handlers;
  #connection;
  #also;
  #watched = [];
  #asked = this.#watched;

  /**
   * @param {() => WebSocket} open makes a new socket.
   * @param {{onChange: (list?: {epoch: string, sessions: object[]}) => void, onPreview?: (news: object) => void, onOnline: (online: boolean) => void, onLoggedOut: () => void, onEnded?: (reason: string) => void, onTold?: (message: {type: string, parts?: string[]}) => void}} handlers
   *   `onChange` hears the list where the server told it; without one it is to be asked for. `onEnded` hears why the server
   *   wants no more of this page: there is no further attempt. `onTold` hears every other message.
   * @param {{also?: string[], [option: string]: unknown}} [options] `also`: types of messages to send with each connection; others
   *   are those of `Connection`.
   */
  constructor(open, handlers, { also = [], ...options } = {}) {
    this.#also = also;
    this.#handlers = handlers;
    this.#connection = new Connection(
      open,
      {
        onOpen: (socket) => this.#greet(socket),
        onMessage: (text) => this.#take(text),
        onState: (state, detail) => this.#changed(state, detail),
        onFresh: () => {},
        ping: (payload) => this.#connection.send(JSON.stringify({ type: 'ping', id: [...payload] })),
        pongOf: (text) => pingIn(parsed(text)),
        onLatency: () => {},
        // A refused upgrade shows no status to scripts; a fetch does, and 401 leads to the login.
        diagnose: async () => ({ act: 'retry', pace: 'normal', resume: true }),
      },
      options,
    );
    this.#connection.start();
  }

  /** Does not wait, and does not trust a connection that was silent: the network or the reader came back. */
  hurry() {
    this.#connection.hurry();
  }

  /** Has previews of these sessions sent, of no others, from now on and after each reconnection. */
  watch(ids) {
    this.#watched = ids;
    if (this.#connection.send(previewsOf(ids))) this.#asked = ids;
  }

  close() {
    this.#connection.close();
  }

  #greet(socket) {
    socket.send(JSON.stringify({ type: 'list-sessions', watch: true }));
    for (const type of this.#also) socket.send(JSON.stringify({ type }));
    if (this.#watched.length > 0) socket.send(previewsOf(this.#watched));
    this.#asked = this.#watched;
  }

  #take(text) {
    const message = parsed(text);
    if (message?.type === 'pong') this.#connection.pong(pingIn(message) ?? new Uint8Array(0));
    else if (message?.type === 'preview') this.#handlers.onPreview?.(message);
    else if (message?.type === 'sessions-list') this.#listed(message);
    else if (message) this.#handlers.onTold?.(message);
  }

  #listed(message) {
    if (this.#connection.state !== 'live') this.#connection.established();
    if (this.#asked !== this.#watched) this.watch(this.#watched);
    this.#handlers.onOnline(true);
    this.#handlers.onChange(listOf(message));
  }

  #changed(state, { reason, text }) {
    if (state === 'waiting' || state === 'ended') this.#lost(state === 'ended', reason, text);
  }

  #lost(ended, reason, text) {
    if (reason === 'signed_out') {
      this.#handlers.onLoggedOut();
      return;
    }
    this.#handlers.onOnline(false);
    if (ended) this.#handlers.onEnded?.(text);
    else this.#handlers.onChange();
  }
}

const previewsOf = (sessionIds) => JSON.stringify({ type: 'watch-previews', sessionIds });

/** The ping that a message answers. */
function pingIn(message) {
  return message?.type === 'pong' && Array.isArray(message.id) ? Uint8Array.from(message.id) : undefined;
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
