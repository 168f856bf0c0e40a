/** A subscriber's side of a hub: records in and out, and the place in the stream to come back to. */
import { Opcode } from '../wire/opcodes.js';
import * as records from '../wire/records.js';
import { AckLedger } from './acks.js';
import { diagnose } from './closing.js';
import { Connection } from './connection.js';

const encoder = new TextEncoder();

/**
 * @typedef {object} Handlers
 * @property {(state: string, detail: object) => void} onState as Connection.
 * @property {(fields: object) => void} onAttached
 * @property {(bytes: Uint8Array) => void} onSnapshot reset, write these, go on with output.
 * @property {(bytes: Uint8Array, mark: object) => void} onOutput hand `mark` to `processed` later.
 * @property {(size: {cols: number, rows: number}) => void} onResize in order with the output.
 * @property {(fields: object) => void} onEvent
 * @property {(fields: object) => void} onStats
 * @property {(fields: {code: string, message: string}) => void} onError
 * @property {(ms: number) => void} onLatency
 */

export class Subscription {
  #query;
  #size;
  #handlers;
  #api;
  #socketOf;
  #connection;
  #acks;
  #hub = null;
  #session;
  #commands = new Map();
  #lastCommand = 0;

  /**
   * @param {{session: string, view: string, [flag: string]: string}} query of the socket's address.
   * @param {{cols: number, rows: number}} size our own.
   * @param {Handlers} handlers
   * @param {{api: object, socketOf: (query: URLSearchParams) => WebSocket, timers?: object, connection?: object}} options
   */
  constructor(query, size, handlers, { api, socketOf, timers = globalThis, connection = {} }) {
    this.#query = query;
    this.#session = { name: query.session };
    this.#size = size;
    this.#handlers = handlers;
    this.#api = api;
    this.#socketOf = socketOf;
    this.#acks = new AckLedger((offset) => this.#connection.send(records.ackRecord(offset)), timers);
    this.#connection = new Connection(() => this.#open(), {
      onMessage: (message) => this.#take(message),
      onState: (state, detail) => this.#changed(state, detail),
      onFresh: () => { this.#hub = null; },
      ping: (payload) => this.#connection.send(records.record(Opcode.PING, payload)),
      onLatency: handlers.onLatency,
      diagnose: () => this.#diagnose(),
    }, { timers, ...connection });
  }

  get state() {
    return this.#connection.state;
  }

  /** The session's name, as far as we know. */
  get sessionName() {
    return this.#session.name;
  }

  start() {
    this.#connection.start();
  }

  /** Shows another session from now on, by its name. */
  open(name) {
    this.#session = { name };
    this.#hub = null;
    this.#connection.start();
  }

  /** The terminal shows another session now, which is the one to come back to. @param {{id: string, name: string}} session */
  moved(session) {
    this.#session = { ...session };
  }

  hurry() {
    this.#connection.hurry();
  }

  close() {
    this.#acks.close();
    this.#connection.close();
  }

  /** Output up to this mark is on the screen. */
  processed(mark, progress) {
    this.#acks.process(mark, progress);
  }

  /** @returns {boolean} false when not connected: then nothing is sent, now or later. */
  type(bytes) {
    return records.inputRecords(bytes).every((message) => this.#connection.send(message));
  }

  typeText(text) {
    return this.type(encoder.encode(text));
  }

  /** Tells our own size, now or with the next attempt. */
  resize(size) {
    this.#size = size;
    this.#connection.send(records.sizeRecord(size));
  }

  askStats() {
    this.#connection.send(records.record(Opcode.STATS));
  }

  switchWindow(idOrIndex) {
    this.#connection.send(records.textRecord(Opcode.WINDOW_SWITCH, idOrIndex));
  }

  /** @returns {Promise<object>} the result; rejects with the server's message, or when the connection is lost. */
  command(name, args = {}) {
    const id = (this.#lastCommand += 1);
    if (!this.#connection.send(records.jsonRecord(Opcode.COMMAND, { id, name, args }))) {
      return Promise.reject(new Error('There is no connection right now.'));
    }
    return new Promise((resolve, reject) => this.#commands.set(id, { resolve, reject }));
  }

  #open() {
    const { cols, rows } = this.#size;
    const query = new URLSearchParams({ ...this.#query, session: this.#session.name, cols, rows });
    if (this.#hub !== null) {
      query.set('hub', this.#hub);
      query.set('offset', String(this.#acks.received));
    }
    return this.#socketOf(query);
  }

  async #diagnose() {
    const decision = await diagnose(this.#api, this.#session);
    if (decision.name !== undefined) this.#session.name = decision.name;
    return decision;
  }

  #changed(state, detail) {
    if (state !== 'live') {
      for (const { reject } of this.#commands.values()) reject(new Error('The connection was lost.'));
      this.#commands.clear();
    }
    if (state === 'ended') this.#hub = null;
    this.#handlers.onState(state, detail);
  }

  #take(message) {
    try {
      if (typeof message === 'string') throw new records.BadRecord('text where records belong');
      for (const { type, payload } of records.split(message)) this.#takers[type]?.(payload);
    } catch (error) {
      if (!(error instanceof records.BadRecord)) throw error;
      this.#handlers.onError({ code: 'bad_record', message: error.message });
      this.#connection.fail();
    }
  }

  #takers = {
    [Opcode.OUTPUT]: (payload) => this.#handlers.onOutput(payload, this.#acks.receive(payload.length)),
    [Opcode.SNAPSHOT]: (payload) => this.#restart(payload),
    [Opcode.RESIZE]: (payload) => this.#handlers.onResize(records.parseSize(payload)),
    [Opcode.ATTACHED]: (payload) => this.#attached(records.parseJson(payload)),
    [Opcode.EVENT]: (payload) => this.#handlers.onEvent(records.parseJson(payload)),
    [Opcode.STATS]: (payload) => this.#handlers.onStats(records.parseJson(payload)),
    [Opcode.ERROR]: (payload) => this.#handlers.onError(records.parseJson(payload)),
    [Opcode.EXIT]: (payload) => this.#connection.exiting(String(records.parseJson(payload).reason)),
    [Opcode.REPLY]: (payload) => this.#replied(records.parseJson(payload)),
    [Opcode.PING]: (payload) => this.#connection.send(records.record(Opcode.PONG, payload)),
    [Opcode.PONG]: (payload) => this.#connection.pong(payload),
    [Opcode.WINDOW_SWITCH]: (payload) => this.#handlers.onEvent({ event: 'window', window: records.parseText(payload) }),
  };

  #attached(fields) {
    this.#hub = fields.hub;
    if (!fields.resumed) this.#acks.restart(fields.offset);
    // With what it takes to find it again after a rename.
    if (!fields.resumed) this.#session = { ...fields.session };
    this.#connection.established();
    this.#handlers.onAttached(fields);
    // Also one who does not own the size tells it, for the day that the owner leaves.
    this.#connection.send(records.sizeRecord(this.#size));
  }

  #restart(payload) {
    const { offset, rest } = records.parseOffset(payload);
    this.#acks.restart(offset);
    this.#handlers.onSnapshot(rest);
  }

  #replied({ id, ok, result, error }) {
    const waiting = this.#commands.get(id);
    this.#commands.delete(id);
    if (ok) waiting?.resolve(result);
    else waiting?.reject(new Error(error?.message ?? 'The server refused.'));
  }
}
