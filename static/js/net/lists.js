/** A list of sessions that follows the server: its changes, and the socket that reports them. */
import { urgency } from '../lib/session-order.js';
import { Connection } from './connection.js';

/** @import { Session } from '../lib/session-order.js' */
/** @typedef {{epoch: string, sessions: Session[]}} List `epoch` identifies the run of a tmux server. */
/** @typedef {{name: string}} Named */

/** Runs a job on request, but never twice at once: requests during a run become one more run. */
export class Coalescer {
  #job;
  #running = false;
  #queued = false;

  /** @param {() => Promise<void>} job a rejection ends only that run. */
  constructor(job) {
    this.#job = job;
  }

  /** Resolves when nothing is left to run, or at once if a run is under way and will be repeated. */
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
 * The changes between two lists. Another tmux server gives the same ids again: lists of two epochs share
 * nothing.
 * @param {List} before
 * @param {List} after
 * @returns {{added: Session[], removed: Session[], renamed: {from: string, to: string}[], alerted:
 *   Session[]}}
 *   `alerted` need attention and did not before.
 */
export function changes(before, after) {
  const same = before.epoch === after.epoch;
  const old = new Map(same ? before.sessions.map((session) => [session.id, session]) : []);
  /** @type {ReturnType<typeof changes>} */
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

/**
 * The sentences for a screen reader; empty if nothing important changed.
 * @param {{added: Named[], removed: Named[], renamed: {from: string, to: string}[], alerted: Named[]}}
 *   options
 */
export function announcement({ added, removed, renamed, alerted }) {
  return [
    ...added.map(({ name }) => `Session ${name} started.`),
    ...removed.map(({ name }) => `Session ${name} ended.`),
    ...renamed.map(({ from, to }) => `Session ${from} is now called ${to}.`),
    ...alerted.map(({ name }) => `Session ${name} needs attention.`),
  ].join(' ');
}

/**
 * @typedef {object} FeedHandlers
 * @property {(list?: List) => void} onChange without a list it must be fetched.
 * @property {(preview: any) => void} [onPreview]
 * @property {(online: boolean) => void} onOnline
 * @property {() => void} onLoggedOut
 * @property {(reason?: string) => void} [onEnded] the server refuses this page: there is no further attempt.
 * @property {(message: {type: string, parts?: string[]}) => void} [onOther] gets every other message.
 */

/** A `/ws` connection that reports every change of the list; reconnects until closed. See `Connection`. */
export class SessionFeed {
  #handlers;
  #connection;
  #also;
  /** @type {string[]} */
  #watched = [];
  #subscribed = this.#watched;
  #question = '';
  #reported = '';

  /**
   * @param {() => WebSocket} open opens a socket.
   * @param {FeedHandlers} handlers
   * @param {{also?: string[], [option: string]: any}} [options] `also`: types of messages to send with each
   *   connection; the
   *   others are those of `Connection`.
   */
  constructor(open, handlers, { also = [], ...options } = {}) {
    this.#also = also;
    this.#handlers = handlers;
    this.#connection = new Connection(
      open,
      {
        /** @param {WebSocket} socket */
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

  /** The network or the user came back: connects at once, and checks a silent connection. */
  hurry() {
    this.#connection.hurry();
  }

  /**
   * Subscribes to previews of these sessions only, also after each reconnection.
   * @param {string[]} ids
   */
  watch(ids) {
    this.#watched = ids;
    if (this.#connection.send(previewsOf(ids))) this.#subscribed = ids;
  }

  /**
   * Reports whether the user sees the question of the agent in a pane, also after each reconnection.
   * @param {string} paneId
   * @param {boolean} visible
   */
  showQuestion(paneId, visible) {
    this.#question = JSON.stringify({ type: 'show-question', paneId, visible });
    if (this.#connection.send(this.#question)) this.#reported = this.#question;
  }

  close() {
    this.#connection.close();
  }

  /** @param {WebSocket} socket */
  #greet(socket) {
    socket.send(JSON.stringify({ type: 'list-sessions', watch: true }));
    for (const type of this.#also) socket.send(JSON.stringify({ type }));
    if (this.#question) socket.send(this.#question);
    this.#reported = this.#question;
    if (this.#watched.length > 0) socket.send(previewsOf(this.#watched));
    this.#subscribed = this.#watched;
  }

  /** @param {any} text */
  #take(text) {
    const message = parsed(text);
    if (message?.type === 'pong') this.#connection.pong(pingIn(message) ?? new Uint8Array(0));
    else if (message?.type === 'preview') this.#handlers.onPreview?.(message);
    else if (message?.type === 'sessions-list') this.#listed(message);
    else if (message) this.#handlers.onOther?.(message);
  }

  /** @param {any} message */
  #listed(message) {
    if (this.#connection.state !== 'live') this.#connection.established();
    if (this.#subscribed !== this.#watched) this.watch(this.#watched);
    if (this.#reported !== this.#question && this.#connection.send(this.#question))
      this.#reported = this.#question;
    this.#handlers.onOnline(true);
    this.#handlers.onChange(listOf(message));
  }

  /** @param {string} state @param {import('./connection.js').Detail} detail */
  #changed(state, { reason, text }) {
    if (state === 'waiting' || state === 'ended') this.#lost(state === 'ended', reason, text);
  }

  /** @param {boolean} ended @param {string|undefined} reason @param {string|undefined} text */
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

/** @param {string[]} sessionIds */
const previewsOf = (sessionIds) => JSON.stringify({ type: 'watch-previews', sessionIds });

/** The payload of the ping that a message answers. @param {any} message */
function pingIn(message) {
  return message?.type === 'pong' && Array.isArray(message.id) ? Uint8Array.from(message.id) : undefined;
}

/**
 * A pushed list as the HTTP API has it; undefined if the message has less.
 * @param {{epoch: string, sessions: any[]}} options
 */
function listOf({ epoch, sessions }) {
  if (epoch === undefined || !sessions.every(({ id }) => id)) return undefined;
  return { epoch, sessions: sessions.map((session) => ({ ...session, attached: session.clients })) };
}

/** @param {any} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
