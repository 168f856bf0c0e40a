/**
 * Types through the page's own connection code, without a page: run by tests/torture/typist.py with `node
 * --experimental-websocket`. Arguments: the WebSocket address, the bearer token, a seed, how many times
 * faster time runs. Commands come on standard input, one JSON object a line; what happened goes to standard
 * output likewise.
 */
import { createInterface } from 'node:readline';

const [, , address, token, seed, speed, view] = process.argv;

// All that waits in there waits less: a minute of a bad line is over in seconds.
const { setTimeout: later } = globalThis;
const realNow = performance.now.bind(performance);
globalThis.setTimeout = (job, ms, ...more) => later(job, ms / Number(speed), ...more);
performance.now = () => realNow() * Number(speed);

const { Subscription } = await import('../../static/js/net/subscription.js');

const PASTE_CHANCE = 0.02;
const PASTE_MAX_CHARS = 20_000;
const KEYS_MAX_CHARS = 12;

const tell = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
const encoder = new TextEncoder();
const random = generator(Number(seed));
const seen = { typed: '', sockets: 0, states: {} };
let typing = null;
let undecided = null;

const subscription = new Subscription(
  { session: 'work', view },
  { cols: 80, rows: 24 },
  {
    onState: (state) => {
      seen.states[state] = (seen.states[state] ?? 0) + 1;
    },
    onAttached: (fields) => tell({ event: 'attached', input: fields.input }),
    onOutput: (bytes, mark) => subscription.processed(mark, { drained: true }),
    onSnapshot: () => {},
    onResize: () => {},
    onEvent: () => {},
    onStats: () => {},
    onLatency: () => {},
    onError: ({ code, message }) => tell({ event: 'error', code, message }),
    onUndecided: (one) => {
      undecided = one;
      tell({ event: 'held', text: new TextDecoder().decode(one.bytes) });
    },
  },
  {
    api: { listSessions: async () => ({ epoch: undefined, sessions: [{ id: '$0', name: 'work' }] }) },
    socketOf: (query) => {
      seen.sockets += 1;
      return new WebSocket(`${address}?${query}`, { headers: { Authorization: `Bearer ${token}` } });
    },
  },
);

/** A counted text, so that a byte too many or too few shows. */
function next(length) {
  let text = '';
  while (text.length < length) text += `${(seen.typed.length + text.length).toString(36)} `;
  return text.slice(0, length);
}

function type(text) {
  if (!subscription.type(encoder.encode(text))) return false; // too much waits: a page refuses it, visibly
  seen.typed += text;
  return true;
}

function typeOn() {
  const paste = random() < PASTE_CHANCE;
  type(next(1 + Math.floor(random() * (paste ? PASTE_MAX_CHARS : KEYS_MAX_CHARS))));
  typing = later(typeOn, random() * 8);
}

const commands = {
  start: () => subscription.start(),
  type: ({ text }) => type(text),
  go: () => typeOn(),
  // The page sleeps: nothing runs, and then everything that is due.
  freeze: ({ ms }) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    subscription.hurry();
  },
  hurry: () => subscription.hurry(),
  send: () => {
    type(new TextDecoder().decode(undecided.bytes));
    subscription.input.allAccepted().then(undecided.settle);
  },
  finish: async () => {
    clearTimeout(typing);
    const taken = await subscription.input.allAccepted();
    tell({ event: 'finished', taken, ...seen });
  },
  end: () => {
    subscription.close();
    process.exit(0);
  },
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const { command, ...args } = JSON.parse(line);
  commands[command](args);
});
tell({ event: 'ready' });

/** mulberry32 */
function generator(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
