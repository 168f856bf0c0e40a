import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ACK_BYTES, ACK_DRAINED_BYTES, ACK_WITHIN_MS, AckLedger } from '../../../static/js/net/acks.js';
import { FakeClock } from '../fakes/clock.js';

function ledger(offset = 0) {
  const sent = [];
  const clock = new FakeClock();
  const acks = new AckLedger((acked) => sent.push(acked), clock);
  acks.restart(offset);
  return { acks, sent, clock };
}
const busy = { drained: false };
const drained = { drained: true };

test('the marks keep the promises of the contract', () => {
  assert.ok(ACK_BYTES <= 32 * 1024);
  assert.ok(ACK_WITHIN_MS <= 50);
  assert.ok(ACK_DRAINED_BYTES < ACK_BYTES);
});

test('a little output is acknowledged after a short while, once', () => {
  const { acks, sent, clock } = ledger(100);
  acks.process(acks.receive(10), drained);
  acks.process(acks.receive(5), drained);
  assert.deepEqual(sent, []);
  clock.advance(ACK_WITHIN_MS);
  assert.deepEqual(sent, [115]);
  clock.advance(1000);
  assert.deepEqual(sent, [115]);
});

test('32 KiB are acknowledged at once, less only when nothing else waits', () => {
  const { acks, sent } = ledger();
  acks.process(acks.receive(ACK_BYTES - 1), busy);
  assert.deepEqual(sent, []);
  acks.process(acks.receive(1), busy);
  assert.deepEqual(sent, [ACK_BYTES]);
  acks.process(acks.receive(ACK_DRAINED_BYTES), drained);
  assert.deepEqual(sent, [ACK_BYTES, ACK_BYTES + ACK_DRAINED_BYTES]);
});

test('received runs ahead of processed, and is where a subscription resumes', () => {
  const { acks, sent, clock } = ledger();
  const first = acks.receive(10);
  acks.receive(20);
  acks.process(first, busy);
  clock.advance(ACK_WITHIN_MS);
  assert.equal(acks.received, 30);
  assert.deepEqual(sent, [10]);
});

test('after a snapshot nothing from before is acknowledged', () => {
  const { acks, sent, clock } = ledger(1_000_000);
  const old = acks.receive(ACK_BYTES);
  acks.restart(50);
  acks.process(old, drained);
  clock.advance(1000);
  assert.deepEqual(sent, []);
  acks.process(acks.receive(7), drained);
  clock.advance(1000);
  assert.deepEqual(sent, [57]);
});

test('a snapshot and an end call off an acknowledgement under way', () => {
  const { acks, sent, clock } = ledger();
  acks.process(acks.receive(1), drained);
  acks.restart(9);
  acks.process(acks.receive(1), drained);
  acks.close();
  clock.advance(1000);
  assert.deepEqual(sent, []);
  assert.equal(clock.waiting, 0);
});
