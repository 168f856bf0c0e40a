import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CONNECT_TIMEOUT_MS } from '../../../static/js/net/connection.js';
import { InputLog } from '../../../static/js/net/input-log.js';
import { Subscription } from '../../../static/js/net/subscription.js';
import { Backoff } from '../../../static/js/lib/backoff.js';
import { Opcode } from '../../../static/js/wire/opcodes.js';
import * as records from '../../../static/js/wire/records.js';
import { FakeClock } from '../fakes/clock.js';
import { FakeSocket } from '../fakes/socket.js';

const bytes = (text) => new TextEncoder().encode(text);
const quietHeart = {
  silentMs: 0,
  start() {},
  stop() {},
  alive() {},
  check() {},
  pong() {},
  isAnswered: () => true,
};
const present = { listSessions: async () => ({ epoch: '1-1', sessions: [{ id: '$0', name: 'work' }] }) };
const attachedRecord = (fields) =>
  records.jsonRecord(Opcode.ATTACHED, {
    hub: 'h1',
    offset: 0,
    resumed: false,
    input: { taken: 0, known: false },
    session: { id: '$0', name: 'work', epoch: '1-1' },
    ...fields,
  });
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const output = (text) => records.record(Opcode.OUTPUT, bytes(text));

function snapshot(offset, text) {
  const payload = new Uint8Array(8 + text.length);
  new DataView(payload.buffer).setBigUint64(0, BigInt(offset), true);
  payload.set(bytes(text), 8);
  return records.record(Opcode.SNAPSHOT, payload);
}

function subscribed({ api = present } = {}) {
  const clock = new FakeClock();
  const sockets = [];
  const seen = { states: [], queries: [], output: [], snapshots: [], errors: [], held: [] };
  const subscription = new Subscription(
    { session: 'work', view: 'terminal' },
    { cols: 80, rows: 24 },
    {
      onState: (state, detail) => seen.states.push([state, detail.reason].filter(Boolean).join(' ')),
      onAttached: () => {},
      onOutput: (data, mark) => seen.output.push({ text: new TextDecoder().decode(data), mark }),
      onSnapshot: (data) => seen.snapshots.push(new TextDecoder().decode(data)),
      onResize: () => {},
      onEvent: () => {},
      onStats: () => {},
      onLatency: () => {},
      onError: (error) => seen.errors.push(error.code),
      onUndecided: (held) => seen.held.push(new TextDecoder().decode(held.bytes)),
    },
    {
      api,
      timers: clock,
      socketOf: (query) => {
        seen.queries.push(Object.fromEntries(query));
        sockets.push(new FakeSocket());
        return sockets.at(-1);
      },
      connection: { heartbeat: quietHeart, backoff: new Backoff(() => 0.5) },
    },
  );
  subscription.start();
  return { subscription, clock, sockets, seen };
}

function live(options) {
  const all = subscribed(options);
  all.sockets[0].open();
  all.sockets[0].receive(attachedRecord());
  all.sockets[0].receive(snapshot(100, 'screen'));
  return all;
}

const sentTypes = (socket) =>
  socket.sent.flatMap((message) => [...records.split(message)].map(({ type }) => type));
const settle = () =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

test('it asks for the session and its own size, and is live when greeted', () => {
  const { seen, sockets, subscription } = live();
  const { input, ...query } = seen.queries[0];
  assert.deepEqual(query, { session: 'work', view: 'terminal', cols: '80', rows: '24', widths: '' });
  assert.match(input, /^[\w-]{22}$/);
  assert.deepEqual(seen.states, ['connecting', 'live']);
  assert.equal(subscription.state, 'live');
  assert.deepEqual(sentTypes(sockets[0]), [Opcode.RESIZE]);
  assert.deepEqual(seen.snapshots, ['screen']);
});

test('a cut connection resumes behind the last byte that came', () => {
  const { clock, seen, sockets } = live();
  sockets[0].receive(output('abc'), output('de'));
  sockets[0].end(1006);
  clock.advance(300);
  assert.equal(seen.queries[1].hub, 'h1');
  assert.equal(seen.queries[1].offset, '105');
  sockets[1].open();
  sockets[1].receive(attachedRecord({ offset: 105, resumed: true }));
  sockets[1].receive(output('f'));
  assert.deepEqual(
    seen.output.map(({ text }) => text),
    ['abc', 'de', 'f'],
  );
  assert.deepEqual(seen.states, ['connecting', 'live', 'waiting', 'connecting', 'live']);
});

test('output is acknowledged by its place in the stream, also after resuming', () => {
  const { clock, seen, sockets, subscription } = live();
  sockets[0].receive(output('abc'));
  sockets[0].end(1006);
  clock.advance(300);
  sockets[1].open();
  sockets[1].receive(attachedRecord({ offset: 103, resumed: true }));
  sockets[1].receive(output('d'));
  for (const { mark } of seen.output) subscription.processed(mark, { drained: true });
  clock.advance(100);
  const [ack] = sockets[1].sent
    .flatMap((message) => [...records.split(message)])
    .filter(({ type }) => type === Opcode.ACK);
  assert.equal(records.parseOffset(ack.payload).offset, 104);
});

/** What numbered input a socket was given. */
const typedOn = (socket) =>
  socket.sent
    .flatMap((message) => [...records.split(message)])
    .filter(({ type }) => type === Opcode.NUMBERED_INPUT)
    .map(({ payload }) => [
      records.parseOffset(payload).offset,
      new TextDecoder().decode(payload.subarray(9)),
    ]);

test('keys typed without a connection wait, and go out once with the next one', () => {
  const { clock, sockets, subscription, seen } = live();
  subscription.typeText('a');
  sockets[0].receive(records.record(Opcode.INPUT_TAKEN, Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0)));
  subscription.typeText('bc');
  assert.deepEqual(typedOn(sockets[0]), [
    [0, 'a'],
    [1, 'bc'],
  ]);
  sockets[0].end(1006);
  assert.equal(subscription.typeText('de'), true);
  clock.advance(300);
  sockets[1].open();
  assert.deepEqual(typedOn(sockets[1]), []);
  sockets[1].receive(attachedRecord({ resumed: true, input: { taken: 2, known: true } }));
  assert.deepEqual(typedOn(sockets[1]), [[2, 'cde']]);
  assert.equal(seen.queries[0].input, seen.queries[1].input);
  assert.deepEqual(seen.held, []);
});

test('a server that does not know the stream is sent nothing that may have been taken', () => {
  const { clock, sockets, subscription, seen } = live();
  subscription.typeText('rm -rf');
  sockets[0].end(1012);
  clock.advance(300);
  sockets[1].open();
  sockets[1].receive(attachedRecord({ input: { taken: 0, known: false } }));
  assert.deepEqual([typedOn(sockets[1]), seen.held], [[], ['rm -rf']]);
  subscription.typeText('ls');
  assert.deepEqual(typedOn(sockets[1]), [[0, 'ls']]);
});

test('what was typed before the first greeting goes out with it', () => {
  const { sockets, subscription, seen } = subscribed();
  subscription.typeText('early');
  sockets[0].open();
  sockets[0].receive(attachedRecord());
  assert.deepEqual([typedOn(sockets[0]), seen.held], [[[0, 'early']], []]);
});

test('another session, an end and refused bytes give nothing to the next terminal', () => {
  for (const leave of [
    ({ subscription }) => subscription.open('other'),
    ({ sockets }) => sockets[0].end(4410),
    ({ sockets }) => sockets[0].end(4400),
  ]) {
    const all = live();
    all.subscription.typeText('y');
    leave(all);
    assert.deepEqual(all.seen.held, ['y']);
    all.subscription.start();
    const next = all.sockets.at(-1);
    next.open();
    next.receive(attachedRecord());
    assert.deepEqual(typedOn(next), []);
    assert.notEqual(all.seen.queries.at(-1).input, all.seen.queries[0].input);
  }
});

test('what the reader is asked about is kept until they decide, also over a reload', () => {
  const { sockets, subscription, seen } = live();
  const texts = () => [...subscription.undecided].map(({ bytes: held }) => new TextDecoder().decode(held));
  subscription.typeText('y');
  sockets[0].end(4410);
  assert.deepEqual(texts(), ['y']);
  const { inputId } = subscription;
  subscription.restoreInput({ id: 'old', log: new InputLog(), fresh: true, undecided: [bytes('z')] });
  assert.deepEqual([texts(), seen.held, subscription.inputId], [['y', 'z'], ['y', 'z'], inputId]);
  const [first, second] = subscription.undecided;
  first.settle(false);
  second.forget();
  assert.deepEqual(texts(), []);
});

test('where another page typed more in the same stream, it begins one of its own', () => {
  const { clock, sockets, subscription, seen } = live();
  subscription.typeText('mine');
  sockets[0].end(1006);
  clock.advance(300);
  sockets[1].open();
  sockets[1].receive(
    joined(attachedRecord({ resumed: true, input: { taken: 9, known: true } }), output('said again')),
  );
  assert.deepEqual([typedOn(sockets[1]), seen.held, seen.output], [[], ['mine'], []]);
  assert.notEqual(seen.queries[2].input, seen.queries[0].input);
  sockets[2].open();
  sockets[2].receive(attachedRecord({ resumed: true }));
  subscription.typeText('ls');
  assert.deepEqual(typedOn(sockets[2]), [[0, 'ls']]);
});

test('two pages with one stream do not take it from each other without end', () => {
  const { clock, sockets, seen } = live();
  for (const at of [0, 1]) {
    sockets[at].end(4411);
    clock.advance(300);
    sockets[at + 1].open();
    sockets[at + 1].receive(attachedRecord({ resumed: true, input: { taken: 0, known: true } }));
  }
  assert.equal(seen.queries[1].input, seen.queries[0].input);
  assert.notEqual(seen.queries[2].input, seen.queries[0].input);
});

test('input under way when control ended is not typed when control is given again', () => {
  const { seen, sockets, subscription } = live();
  subscription.typeText('y');
  sockets[0].receive(records.jsonRecord(Opcode.EVENT, { event: 'role', role: 'viewer' }));
  assert.deepEqual([seen.held, sockets.length], [['y'], 2]);
  assert.notEqual(seen.queries[1].input, seen.queries[0].input);
});

test('reports of the terminal itself are sent now or never', () => {
  const { sockets, subscription, clock } = live();
  subscription.report(bytes('\x1b[I'));
  assert.deepEqual(sentTypes(sockets[0]), [Opcode.RESIZE, Opcode.INPUT]);
  sockets[0].end(1006);
  subscription.report(bytes('\x1b[O'));
  clock.advance(300);
  sockets[1].open();
  sockets[1].receive(attachedRecord({ resumed: true, input: { taken: 0, known: true } }));
  assert.deepEqual(sentTypes(sockets[1]), [Opcode.RESIZE]);
});

test('broken records lead to a fresh start, not to a resumed one', () => {
  const { clock, seen, sockets } = live();
  sockets[0].receive(Uint8Array.of(1, 255, 0, 0, 0));
  assert.deepEqual(seen.errors, ['bad_record']);
  assert.ok(sockets[0].closed);
  clock.advance(10_000);
  assert.equal(seen.queries[1].hub, undefined);
});

test('unknown records are skipped', () => {
  const { seen, sockets } = live();
  sockets[0].receive(records.record(0x7f, bytes('?')), output('x'));
  assert.deepEqual(
    seen.output.map(({ text }) => text),
    ['x'],
  );
});

test('Exit ends it with its reason, and a new start does not resume', () => {
  const { seen, sockets, subscription } = live();
  sockets[0].receive(records.jsonRecord(Opcode.EXIT, { reason: 'detached' }));
  sockets[0].end(4410);
  assert.equal(seen.states.at(-1), 'ended detached');
  subscription.start();
  assert.equal(seen.queries[1].hub, undefined);
});

test('a refused handshake asks by HTTP what is wrong', async () => {
  const api = {
    listSessions: async () => {
      throw Object.assign(new Error(), { status: 401 });
    },
  };
  const { seen, sockets } = subscribed({ api });
  sockets[0].end(1006);
  await settle();
  assert.deepEqual(seen.states, ['connecting', 'ended signed_out']);
});

test('a handshake that never ends is given up, and tried again', () => {
  const { clock, seen, sockets } = subscribed();
  clock.advance(CONNECT_TIMEOUT_MS);
  assert.ok(sockets[0].closed);
  assert.deepEqual(seen.states, ['connecting', 'waiting']);
  clock.advance(300);
  assert.equal(sockets.length, 2);
});

test('coming back online does not wait', () => {
  const { seen, sockets, subscription } = live();
  sockets[0].end(1006);
  subscription.hurry();
  assert.equal(sockets.length, 2);
  assert.equal(seen.states.at(-1), 'connecting');
});

test('a command fails with the connection, or with the words of the server', async () => {
  const { sockets, subscription } = live();
  const refused = subscription.command('take-size');
  sockets[0].receive(
    records.jsonRecord(Opcode.REPLY, { id: 1, ok: false, error: { message: 'only viewing' } }),
  );
  await assert.rejects(refused, /only viewing/);
  const lost = subscription.command('take-size');
  sockets[0].end(1006);
  await assert.rejects(lost, /lost/);
});

test('late events of an old socket change nothing', () => {
  const { seen, sockets, subscription } = live();
  const { onmessage, onclose } = sockets[0];
  subscription.close();
  onmessage({ data: output('ghost').buffer });
  onclose({ code: 1006 });
  assert.deepEqual(seen.output, []);
  assert.equal(seen.states.at(-1), 'closed');
});

test('another session is opened from its beginning', () => {
  const { subscription, sockets, seen } = live();
  subscription.open('other');
  assert.equal(sockets[0].readyState, 3);
  assert.equal(seen.queries[1].session, 'other');
  assert.equal(seen.queries[1].hub, undefined);
  assert.equal(seen.queries[1].offset, undefined);
  sockets[0].receive(output('late'));
  assert.deepEqual(seen.output, []);
});
