/** The browser's side of a hub: records in and out, and the offset to resume at. */
import { currentWidths } from '../lib/widths.js';
import { Opcode } from '../wire/opcodes.js';
import * as records from '../wire/records.js';
import { AckLedger } from './acks.js';
import { diagnose } from './closing.js';
import { Connection } from './connection.js';
import { newInputId } from './early-socket.js';
import { InputStream } from './input-stream.js';

const encoder = new TextEncoder();
/** @import { Mark } from './acks.js' */
/** @import { Detail, Timers } from './connection.js' */
/** @import { StoredInput } from './input-store.js' */
/** @import { Undecided } from './input-stream.js' */

/**
 * @typedef {object} Handlers
 * @property {(state: string, detail: Detail) => void} onState as Connection.
 * @property {(fields: any) => void} onAttached
 * @property {(bytes: Uint8Array) => void} onSnapshot reset, write these, continue with output.
 * @property {(bytes: Uint8Array, mark: Mark) => void} onOutput pass the mark to `processed` later.
 * @property {(size: {cols: number, rows: number}) => void} onResize in order with the output.
 * @property {(fields: any) => void} onEvent
 * @property {(fields: any) => void} onStats
 * @property {(fields: {code: string, message: string}) => void} onError
 * @property {(ms: number) => void} onLatency
 * @property {() => void} [onInput] the amount of unconfirmed input changed, or it can be sent.
 * @property {(input: Undecided) => void} [onUndecided]
 *
 * What a view adds to a subscription, as pane-stream.js does.
 * @typedef {object} ViewStream
 * @property {Record<number, (payload: Uint8Array) => unknown>} takers of more types of records.
 * @property {(send: (record: Uint8Array) => boolean) => void} sendBy gets what sends a record.
 * @property {() => Record<string, string>} resume fields of the query that continue the stream.
 * @property {(fields: any) => void} attached
 * @property {() => void} forget the next connection continues nothing.
 * @property {() => void} close
 */

export class Subscription {
  #query;
  #size;
  #handlers;
  #api;
  #socketOf;
  #connection;
  #acks;
  /** @type {string|null} */
  #hub = null;
  /** @type {{name: string, id?: string, epoch?: string}} */
  #session;
  /** @type {Map<number, {resolve: (result: any) => void, reject: (error: Error) => void}>} */
  #commands = new Map();
  #lastCommand = 0;
  #stream;
  #view;
  #leftMessage = false;

  /**
   * @param {{session: string, view: string} & Record<string, string>} query of the socket's address.
   * @param {{cols: number, rows: number}} size our own.
   * @param {Handlers} handlers
   * @param {object} options
   * @param {import('./api.js').Api} options.api
   * @param {(query: URLSearchParams) => WebSocket} options.socketOf
   * @param {Timers} [options.timers]
   * @param {string} [options.inputId]
   * @param {ViewStream|null} [options.viewStream]
   * @param {object} [options.connection] options of the connection.
   */
  constructor(
    query,
    size,
    handlers,
    { api, socketOf, timers = globalThis, inputId = newInputId(), viewStream = null, connection = {} },
  ) {
    this.#query = query;
    this.#session = { name: query.session };
    this.#size = size;
    this.#handlers = handlers;
    this.#api = api;
    this.#socketOf = socketOf;
    this.#acks = new AckLedger((offset) => this.#connection.send(records.ackRecord(offset)), timers);
    this.#stream = new InputStream(
      inputId,
      {
        send: (log) => this.#sendInput(log),
        onLate: () => this.state === 'live' && this.hurry(),
        onInput: () => handlers.onInput?.(),
        onUndecided: (input) => handlers.onUndecided?.(input),
      },
      timers,
    );
    this.#connection = new Connection(
      () => this.#open(),
      {
        onMessage: (message) => this.#take(message),
        onState: (state, detail) => this.#changed(state, detail),
        onFresh: () => this.#forget(),
        onReplaced: () => this.#loseCommands(),
        onTakenOver: () => this.#stream.countTakenOver(),
        pongOf,
        ping: (payload) => this.#connection.send(records.record(Opcode.PING, payload)),
        onLatency: handlers.onLatency,
        diagnose: () => this.#diagnose(),
      },
      { timers, ...connection },
    );
    this.#view = viewStream;
    Object.assign(this.#takers, viewStream?.takers);
    viewStream?.sendBy((bytes) => this.#connection.send(bytes));
  }

  get state() {
    return this.#connection.state;
  }

  /** The name of the session, as far as it is known. */
  get sessionName() {
    return this.#session.name;
  }

  start() {
    this.#connection.start();
  }

  /** Switches to another session by its name. @param {string} name */
  open(name) {
    this.#session = { name };
    this.#forget();
    this.#connection.start();
  }

  /**
   * The terminal switched to another session; the next connection opens that one.
   * @param {{id: string, name: string}} session
   */
  moved(session) {
    this.#session = { ...session };
  }

  hurry() {
    this.#connection.hurry();
  }

  close() {
    this.#acks.close();
    this.#view?.close();
    this.#connection.close();
  }

  /**
   * Output up to this mark was drawn.
   * @param {Mark} mark
   * @param {{drained: boolean}} progress
   */
  processed(mark, progress) {
    this.#acks.process(mark, progress);
  }

  /**
   * Types, each byte once: now, or as soon as there is a connection to the same terminal.
   * @param {Uint8Array} bytes
   * @param {{leaveMode?: boolean, target?: records.Target|null}} [options] `leaveMode` ends tmux's copy mode
   *   in the active pane first; `target` is one pane.
   * @returns {boolean} false if too much waits already.
   */
  type(bytes, { leaveMode = false, target = null } = {}) {
    return this.#stream.append(bytes, leaveMode, target);
  }

  /** @param {string} text */
  typeText(text) {
    return this.type(encoder.encode(text));
  }

  /** Sends a report of the terminal itself, which is never repeated. @param {Uint8Array} bytes */
  report(bytes) {
    this.#connection.send(records.record(Opcode.INPUT, bytes));
  }

  /** The unconfirmed input. */
  get input() {
    return this.#stream.log;
  }

  /**
   * Continues with the input of an earlier load of this page. Call it before `start`.
   * @param {StoredInput} stored
   */
  restoreInput(stored) {
    this.#stream.restore(stored);
  }

  /** Input that the user has not decided about. @returns {Iterable<Undecided>} */
  get undecided() {
    return this.#stream.undecided;
  }

  get inputId() {
    return this.#stream.id;
  }

  /** Sends our own size, now or with the next connection. @param {{cols: number, rows: number}} size */
  resize(size) {
    this.#size = size;
    this.#connection.send(records.sizeRecord(size));
  }

  askStats() {
    this.#connection.send(records.record(Opcode.STATS));
  }

  /** @param {string} idOrIndex */
  switchWindow(idOrIndex) {
    this.#connection.send(records.textRecord(Opcode.WINDOW_SWITCH, idOrIndex));
  }

  /**
   * @param {string} name
   * @param {object} [args]
   * @returns {Promise<Record<string, any>>} the result; rejects with the server's message, or if the
   *   connection is lost.
   */
  command(name, args = {}) {
    const id = (this.#lastCommand += 1);
    if (!this.#connection.send(records.jsonRecord(Opcode.COMMAND, { id, name, args }))) {
      return Promise.reject(new Error('There is no connection right now.'));
    }
    return new Promise((resolve, reject) => this.#commands.set(id, { resolve, reject }));
  }

  #open() {
    const { cols, rows } = this.#size;
    const query = new URLSearchParams({
      ...this.#query,
      session: this.#session.name,
      cols: String(cols),
      rows: String(rows),
      input: this.#stream.id,
      widths: currentWidths().id,
      ...this.#view?.resume(),
    });
    if (this.#hub !== null) {
      query.set('hub', this.#hub);
      query.set('offset', String(this.#acks.received));
    }
    return this.#socketOf(query);
  }

  async #diagnose() {
    const decision = await diagnose(this.#api, this.#session);
    if (decision.act === 'retry' && decision.name !== undefined) this.#session.name = decision.name;
    return decision;
  }

  /** @param {string} state @param {import('./connection.js').Detail} detail */
  #changed(state, detail) {
    if (state !== 'live') this.#loseCommands();
    if (state === 'ended') this.#forget();
    this.#handlers.onState(state, detail);
  }

  /** The next connection is to something else. */
  #forget() {
    this.#hub = null;
    this.#view?.forget();
    this.#stream.restart();
  }

  #loseCommands() {
    for (const { reject } of this.#commands.values()) reject(new Error('The connection was lost.'));
    this.#commands.clear();
  }

  /** @param {import('./input-log.js').InputLog} log */
  #sendInput(log) {
    if (this.state !== 'live') return;
    for (const part of log.unsent(records.INPUT_MAX_BYTES))
      this.#connection.send(records.numberedRecord(part));
  }

  /** Begins a new stream on a new connection, which repeats the rest of this message. */
  #startStream() {
    this.#leftMessage = true;
    this.#stream.restart();
    this.#connection.start();
  }

  /** @param {ArrayBuffer|string} message */
  #take(message) {
    try {
      if (typeof message === 'string') throw new records.BadRecord('text where records belong');
      this.#leftMessage = false;
      for (const { type, payload } of records.split(message)) {
        this.#takers[type]?.(payload);
        if (this.#leftMessage) return;
      }
    } catch (error) {
      if (!(error instanceof records.BadRecord)) throw error;
      this.#handlers.onError({ code: 'bad_record', message: error.message });
      this.#connection.fail();
    }
  }

  /** @type {Record<number, (payload: Uint8Array) => unknown>} */
  #takers = {
    [Opcode.OUTPUT]: (payload) => this.#handlers.onOutput(payload, this.#acks.receive(payload.length)),
    [Opcode.SNAPSHOT]: (payload) => this.#restart(payload),
    [Opcode.RESIZE]: (payload) => this.#handlers.onResize(records.parseSize(payload)),
    [Opcode.ATTACHED]: (payload) => this.#attached(records.parseJson(payload)),
    [Opcode.EVENT]: (payload) => this.#happened(records.parseJson(payload)),
    [Opcode.STATS]: (payload) => this.#handlers.onStats(records.parseJson(payload)),
    [Opcode.ERROR]: (payload) => this.#failed(records.parseJson(payload)),
    [Opcode.EXIT]: (payload) => this.#connection.exiting(String(records.parseJson(payload).reason)),
    [Opcode.REPLY]: (payload) => this.#replied(records.parseJson(payload)),
    [Opcode.PING]: (payload) => this.#connection.send(records.record(Opcode.PONG, payload)),
    [Opcode.PONG]: (payload) => this.#connection.pong(payload),
    [Opcode.INPUT_TAKEN]: (payload) => this.#stream.confirm(records.parseOffset(payload).offset),
    [Opcode.WINDOW_SWITCH]: (payload) =>
      this.#handlers.onEvent({ event: 'window', window: records.parseText(payload) }),
  };

  /** @param {any} fields */
  #attached(fields) {
    // Another page typed more in this stream, as after Back to a cached page: its offsets are not ours.
    if (fields.input && this.#stream.isBehind(fields.input)) {
      this.#startStream();
      return;
    }
    // Panes have a stream each, and their link an id.
    this.#hub = fields.hub ?? null;
    if (!fields.resumed) this.#acks.restart(fields.offset ?? 0);
    // The id finds the session after it was renamed.
    if (!fields.resumed) this.#session = { ...fields.session };
    this.#connection.established();
    this.#view?.attached(fields);
    if (fields.input) this.#stream.resume(fields.input);
    this.#handlers.onAttached(fields);
    // Subscribers that do not own the size send theirs too: one of them inherits it when the owner leaves.
    this.#connection.send(records.sizeRecord(this.#size));
  }

  /** @param {any} fields */
  #failed(fields) {
    if (fields.input) this.#stream.refuse(fields.input);
    else this.#handlers.onError(fields);
  }

  /** @param {any} event */
  #happened(event) {
    // Control ended while input was on its way: none of it may be sent when control is given again.
    if (event.event === 'role' && event.role === 'viewer' && this.input.unconfirmed > 0) {
      this.#startStream();
    }
    this.#handlers.onEvent(event);
  }

  /** @param {Uint8Array} payload */
  #restart(payload) {
    const { offset, rest } = records.parseOffset(payload);
    this.#acks.restart(offset);
    this.#handlers.onSnapshot(rest);
  }

  /** @param {{id: number, ok: boolean, result: any, error: {message?: string}}} options */
  #replied({ id, ok, result, error }) {
    const waiting = this.#commands.get(id);
    this.#commands.delete(id);
    if (ok) waiting?.resolve(result);
    else waiting?.reject(new Error(error?.message ?? 'The server refused.'));
  }
}

/** @param {ArrayBuffer|string} message */
function pongOf(message) {
  if (typeof message === 'string') return undefined;
  try {
    for (const { type, payload } of records.split(message)) if (type === Opcode.PONG) return payload;
  } catch {
    // `#take` reports a bad record.
  }
  return undefined;
}
