/** A subscriber's side of a hub: records in and out, and the place in the stream to come back to. */
import { currentWidths } from '../lib/widths.js';
import { Opcode } from '../wire/opcodes.js';
import * as records from '../wire/records.js';
import { AckLedger } from './acks.js';
import { diagnose } from './closing.js';
import { Connection } from './connection.js';
import { newId } from './input-id.js';
import { InputLog, LEAVE_MODE } from './input-log.js';

const encoder = new TextEncoder();
// What was typed and is not confirmed by then makes the connection doubtful.
const CONFIRM_MS = 2_000;
// So often within this time our own late sockets do not take our place: it is another page.
const TAKEN_OVER_TIMES = 2;
const TAKEN_OVER_MS = 90_000;

/** @typedef {{bytes: Uint8Array, forget: () => void, settle: (taken: boolean) => void}} Held `forget`: it was typed again. */

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
 * @property {() => void} [onInput] more or less of what was typed is unconfirmed, or can be sent.
 * @property {(held: Held) => void} [onHeld] nobody knows whether these bytes
 *   were taken, or they were typed for something else: only the reader's word sends them.
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
  #input = new InputLog();
  #inputId;
  #inputKnown = false;
  #inputLate = null;
  #held = new Set();
  #takenOver = [];
  #leftMessage = false;
  #timers;

  /**
   * @param {{session: string, view: string, [flag: string]: string}} query of the socket's address.
   * @param {{cols: number, rows: number}} size our own.
   * @param {Handlers} handlers
   * @param {{api: object, socketOf: (query: URLSearchParams) => WebSocket, timers?: object, inputId?: string, connection?: object}} options
   */
  constructor(
    query,
    size,
    handlers,
    { api, socketOf, timers = globalThis, inputId = newId(), connection = {} },
  ) {
    this.#inputId = inputId;
    this.#query = query;
    this.#session = { name: query.session };
    this.#size = size;
    this.#handlers = handlers;
    this.#api = api;
    this.#socketOf = socketOf;
    this.#timers = timers;
    this.#acks = new AckLedger((offset) => this.#connection.send(records.ackRecord(offset)), timers);
    this.#connection = new Connection(
      () => this.#open(),
      {
        onMessage: (message) => this.#take(message),
        onState: (state, detail) => this.#changed(state, detail),
        onFresh: () => {
          this.#hub = null;
          this.#holdInput();
        },
        onReplaced: () => this.#loseCommands(),
        onTakenOver: () => this.#countTakenOver(),
        pongOf,
        ping: (payload) => this.#connection.send(records.record(Opcode.PING, payload)),
        onLatency: handlers.onLatency,
        diagnose: () => this.#diagnose(),
      },
      { timers, ...connection },
    );
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
    this.#holdInput();
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

  /**
   * Types, each byte once: now, or as soon as there is a connection to the same terminal.
   * @param {{leaveMode?: boolean}} [options] `leaveMode` ends tmux's copy mode in the active pane before.
   * @returns {boolean} false where too much waits already.
   */
  type(bytes, { leaveMode = false } = {}) {
    const kept = this.#input.append(bytes, leaveMode ? LEAVE_MODE : 0);
    if (kept) this.#sendInput();
    return kept;
  }

  typeText(text) {
    return this.type(encoder.encode(text));
  }

  /** Sends what a terminal says by itself, which means nothing later. */
  report(bytes) {
    this.#connection.send(records.record(Opcode.INPUT, bytes));
  }

  /** What was typed and is not known to be taken. */
  get input() {
    return this.#input;
  }

  /** Goes on with what an earlier load of this page could not have confirmed; before `start`. */
  restoreInput({ id, log, fresh, held }) {
    for (const bytes of held) this.#askAbout({ bytes, settle: () => {} });
    if (log.unconfirmed === 0) return;
    this.#inputId = id;
    this.#input = log;
    this.#inputKnown = true;
    if (!fresh) this.#holdInput();
  }

  /** What the reader has been asked about and has not decided. @returns {Iterable<Held>} */
  get held() {
    return this.#held;
  }

  get inputId() {
    return this.#inputId;
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
    const query = new URLSearchParams({
      ...this.#query,
      session: this.#session.name,
      cols,
      rows,
      input: this.#inputId,
      widths: currentWidths().id,
    });
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
    if (state !== 'live') this.#loseCommands();
    if (state === 'ended') {
      this.#hub = null;
      this.#holdInput();
    }
    this.#handlers.onState(state, detail);
  }

  #loseCommands() {
    for (const { reject } of this.#commands.values()) reject(new Error('The connection was lost.'));
    this.#commands.clear();
  }

  #sendInput() {
    if (this.state === 'live')
      for (const part of this.#input.unsent(records.INPUT_MAX_BYTES))
        this.#connection.send(records.numberedRecord(part));
    const { taken, unconfirmed } = this.#input;
    if (unconfirmed > 0 && !this.#inputLate)
      this.#inputLate = this.#timers.setTimeout(() => this.#doubtInput(taken), CONFIRM_MS);
    this.#handlers.onInput?.();
  }

  /** Nothing was confirmed since `taken`. */
  #doubtInput(taken) {
    this.#inputLate = null;
    if (this.#input.unconfirmed > 0 && this.#input.taken === taken && this.state === 'live') this.hurry();
  }

  #confirmInput(offset) {
    this.#input.confirm(offset);
    this.#sendInput();
  }

  /** It is a new stream from here on, at the next connection; what is left of the old one is the reader's to decide about. */
  #holdInput() {
    if (this.#input.unconfirmed > 0) this.#askAbout(this.#input.hold());
    this.#input = new InputLog();
    this.#inputId = newId();
    this.#inputKnown = false;
  }

  #askAbout({ bytes, settle }) {
    const held = {
      bytes,
      forget: () => this.#held.delete(held),
      settle: (taken) => {
        held.forget();
        settle(taken);
      },
    };
    this.#held.add(held);
    this.#handlers.onHeld?.(held);
  }

  /** A new stream, over a new connection; what else the message at hand says is said again there. */
  #startStream() {
    this.#leftMessage = true;
    this.#holdInput();
    this.#connection.start();
  }

  /** Two pages with one stream take it from each other for ever: a duplicated tab has what the first one kept. */
  #countTakenOver() {
    const now = Date.now();
    this.#takenOver = [...this.#takenOver.filter((at) => now - at < TAKEN_OVER_MS), now];
    if (this.#takenOver.length < TAKEN_OVER_TIMES) return;
    this.#takenOver = [];
    this.#holdInput();
  }

  #resumeInput({ taken, known }) {
    if (this.#inputKnown && !known && this.#input.unconfirmed > 0) this.#askAbout(this.#input.hold());
    if (this.#inputKnown && !known) this.#input = new InputLog();
    this.#inputKnown = true;
    this.#input.resume(taken);
    this.#sendInput();
  }

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

  #takers = {
    [Opcode.OUTPUT]: (payload) => this.#handlers.onOutput(payload, this.#acks.receive(payload.length)),
    [Opcode.SNAPSHOT]: (payload) => this.#restart(payload),
    [Opcode.RESIZE]: (payload) => this.#handlers.onResize(records.parseSize(payload)),
    [Opcode.ATTACHED]: (payload) => this.#attached(records.parseJson(payload)),
    [Opcode.EVENT]: (payload) => this.#happened(records.parseJson(payload)),
    [Opcode.STATS]: (payload) => this.#handlers.onStats(records.parseJson(payload)),
    [Opcode.ERROR]: (payload) => this.#handlers.onError(records.parseJson(payload)),
    [Opcode.EXIT]: (payload) => this.#connection.exiting(String(records.parseJson(payload).reason)),
    [Opcode.REPLY]: (payload) => this.#replied(records.parseJson(payload)),
    [Opcode.PING]: (payload) => this.#connection.send(records.record(Opcode.PONG, payload)),
    [Opcode.PONG]: (payload) => this.#connection.pong(payload),
    [Opcode.INPUT_TAKEN]: (payload) => this.#confirmInput(records.parseOffset(payload).offset),
    [Opcode.WINDOW_SWITCH]: (payload) =>
      this.#handlers.onEvent({ event: 'window', window: records.parseText(payload) }),
  };

  #attached(fields) {
    // Another page typed more in this stream, as after Back to a page that was kept: its numbers are not ours.
    if (fields.input?.known && fields.input.taken > this.#input.end) {
      this.#startStream();
      return;
    }
    this.#hub = fields.hub;
    if (!fields.resumed) this.#acks.restart(fields.offset);
    // With what it takes to find it again after a rename.
    if (!fields.resumed) this.#session = { ...fields.session };
    this.#connection.established();
    if (fields.input) this.#resumeInput(fields.input);
    this.#handlers.onAttached(fields);
    // Also one who does not own the size tells it, for the day that the owner leaves.
    this.#connection.send(records.sizeRecord(this.#size));
  }

  #happened(event) {
    // The keyboard was taken back while something was under way: none of it goes out later, when it is lent again.
    if (event.event === 'role' && event.role === 'viewer' && this.#input.unconfirmed > 0) {
      this.#startStream();
    }
    this.#handlers.onEvent(event);
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

function pongOf(message) {
  try {
    for (const { type, payload } of records.split(message)) if (type === Opcode.PONG) return payload;
  } catch {
    // It is looked at once more where it is taken.
  }
  return undefined;
}
