import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PaneAcks } from '../../../static/js/net/pane-acks.js';
import { PaneStream } from '../../../static/js/net/pane-stream.js';
import { Opcode } from '../../../static/js/wire/opcodes.js';
import { split } from '../../../static/js/wire/records.js';
import { FakeClock } from '../fakes/clock.js';

const DRAINED = { drained: true };

function u32(pane, ...rest) {
  const payload = new Uint8Array(4 + rest.length);
  new DataView(payload.buffer).setUint32(0, pane, true);
  payload.set(rest, 4);
  return payload;
}

function snapshotOf(pane, offset, length) {
  const payload = new Uint8Array(20 + length);
  const view = new DataView(payload.buffer);
  view.setUint32(0, pane, true);
  view.setBigUint64(4, BigInt(offset), true);
  view.setUint16(12, 80, true);
  view.setUint16(14, 24, true);
  return payload;
}

function streamed() {
  const clock = new FakeClock();
  const seen = { marks: [], layouts: [], acks: [] };
  const stream = new PaneStream(
    {
      onOutput: (_pane, _bytes, mark) => seen.marks.push(mark),
      onSnapshot: (_snapshot, mark) => seen.marks.push(mark),
      onLayout: (layout) => seen.layouts.push(layout),
    },
    clock,
    clock.now,
  );
  stream.sendBy((message) => {
    for (const { type, payload } of split(message)) {
      assert.equal(type, Opcode.PANE_ACK);
      const view = new DataView(payload.buffer, payload.byteOffset);
      const pairs = [];
      for (let at = 0; at < payload.length; at += 12)
        pairs.push([view.getUint32(at, true), Number(view.getBigUint64(at + 4, true))]);
      seen.acks.push(pairs);
    }
    return true;
  });
  stream.attached({ link: 'l1' });
  const take = (type, payload) => stream.takers[type](payload);
  return { stream, clock, seen, take };
}

test('the receipt of a snapshot is its offset, and each pane counts on from there', () => {
  const { stream, clock, seen, take } = streamed();
  take(Opcode.PANE_SNAPSHOT, snapshotOf(5, 1000, 40));
  take(Opcode.PANE_OUTPUT, u32(5, 1, 2, 3));
  take(Opcode.PANE_SNAPSHOT, snapshotOf(6, 70, 10));
  for (const mark of seen.marks) stream.processed(mark, DRAINED);
  clock.advance(50);
  const last = new Map(seen.acks.flat());
  assert.deepEqual([last.get(5), last.get(6)], [1003, 70]);
});

test('every snapshot is acknowledged, also before the first output and again at the same offset', () => {
  const { stream, clock, seen, take } = streamed();
  for (const offset of [0, 0, 7, 7]) {
    take(Opcode.PANE_SNAPSHOT, snapshotOf(5, offset, 40));
    stream.processed(seen.marks.pop(), DRAINED);
    clock.advance(50);
  }
  assert.deepEqual(
    seen.acks,
    [0, 0, 7, 7].map((offset) => [[5, offset]]),
  );
});

test('what is due waits for the message of before, and much is sent at once', () => {
  const clock = new FakeClock();
  const messages = [];
  const acks = new PaneAcks((message) => messages.push(message), clock, clock.now);
  const process = (pane, length) => acks.process(pane, acks.receive(pane, length), DRAINED);
  process(5, 5_000);
  assert.equal(messages.length, 1);
  process(6, 5_000);
  assert.equal(messages.length, 1);
  process(7, 40_000);
  assert.equal(messages.length, 2);
  process(7, 5_000);
  clock.advance(25);
  assert.equal(messages.length, 3);
  process(7, 10);
  acks.close();
  clock.advance(1_000);
  assert.equal(messages.length, 3);
});

test('acknowledgements of several panes share a message', () => {
  const { stream, clock, seen, take } = streamed();
  for (const pane of [5, 6, 7]) take(Opcode.PANE_SNAPSHOT, snapshotOf(pane, 5000, 10));
  for (const mark of seen.marks.splice(0)) stream.processed(mark, DRAINED);
  clock.advance(100);
  seen.acks.length = 0;
  for (let round = 0; round < 4; round += 1)
    for (const pane of [5, 6, 7]) {
      take(Opcode.PANE_OUTPUT, u32(pane, ...new Uint8Array(100)));
      stream.processed(seen.marks.pop(), DRAINED);
    }
  clock.advance(100);
  assert.ok(seen.acks.length <= 2, `${seen.acks.length} messages`);
  assert.deepEqual(new Map(seen.acks.flat()), new Map([5, 6, 7].map((pane) => [pane, 5400])));
});

test('a mark from before a snapshot acknowledges nothing', () => {
  const { stream, clock, seen, take } = streamed();
  take(Opcode.PANE_SNAPSHOT, snapshotOf(5, 100, 10));
  take(Opcode.PANE_OUTPUT, u32(5, 1, 2, 3));
  take(Opcode.PANE_SNAPSHOT, snapshotOf(5, 9000, 10));
  stream.processed(seen.marks[1], DRAINED);
  clock.advance(100);
  assert.deepEqual(seen.acks, []);
});

test('the next connection continues each pane behind its last byte, on the same link only', () => {
  const { stream, take } = streamed();
  take(Opcode.PANE_SNAPSHOT, snapshotOf(5, 1000, 40));
  take(Opcode.PANE_OUTPUT, u32(5, 1, 2, 3));
  take(Opcode.PANE_SNAPSHOT, snapshotOf(6, 70, 10));
  take(Opcode.PANE_SNAPSHOT, snapshotOf(7, 70, 10));
  stream.drop(7);
  assert.deepEqual(stream.resume(), { link: 'l1', resume: '5:1003,6:70' });
  stream.attached({ link: 'l1' });
  assert.equal(stream.resume().resume, '5:1003,6:70');
  stream.attached({ link: 'l2' });
  assert.deepEqual(stream.resume(), {});
  take(Opcode.PANE_SNAPSHOT, snapshotOf(5, 10, 5));
  stream.forget();
  assert.deepEqual(stream.resume(), {});
});
