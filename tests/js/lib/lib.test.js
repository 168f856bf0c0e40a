import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Backoff } from '../../../static/js/lib/backoff.js';
import { Disposables } from '../../../static/js/lib/disposables.js';
import { bytes, latency, latencyGrade } from '../../../static/js/lib/format.js';
import { KeyMeter, RateMeter } from '../../../static/js/lib/meters.js';

test('waits double from a quarter second to eight, and restart', () => {
  const backoff = new Backoff(() => 0.5);
  const waits = Array.from({ length: 8 }, () => backoff.next());
  assert.deepEqual(waits, [250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
  backoff.reset();
  assert.equal(backoff.next(), 250);
});

test('waits are spread to both sides', () => {
  assert.ok(new Backoff(() => 0).next() < 250);
  assert.ok(new Backoff(() => 1).next() > 250);
});

test('what was opened is closed once, the last first', () => {
  const order = [];
  const disposables = new Disposables();
  disposables.add(() => order.push('first'));
  disposables.own({ dispose: () => order.push('second') });
  const target = new EventTarget();
  disposables.listen(target, 'x', () => order.push('heard'));
  target.dispatchEvent(new Event('x'));
  disposables.dispose();
  disposables.dispose();
  target.dispatchEvent(new Event('x'));
  assert.deepEqual(order, ['heard', 'second', 'first']);
});

test('a key is timed to the first frame after output', () => {
  const meter = new KeyMeter();
  assert.equal(meter.painted(5), null);
  meter.key(100);
  assert.equal(meter.painted(105), null);
  meter.key(106);
  meter.output();
  assert.equal(meter.painted(112), 12);
  assert.equal(meter.painted(120), null);
});

test('a key that nothing answers is forgotten', () => {
  const meter = new KeyMeter();
  meter.key(0);
  meter.output();
  assert.equal(meter.painted(60_000), null);
  meter.key(0);
  meter.key(5_000);
  meter.output();
  assert.equal(meter.painted(5_010), 10);
});

test('the rate is what came since it was read before', () => {
  const meter = new RateMeter();
  meter.read(0);
  meter.add(2_000_000);
  assert.equal(meter.read(1000), 2);
  assert.equal(meter.read(2000), 0);
});

test('figures read well', () => {
  assert.deepEqual([0, 1023, 131_072, 1_572_864, undefined].map(bytes), [
    '0 B',
    '1023 B',
    '128 KiB',
    '1.5 MiB',
    '–',
  ]);
  assert.deepEqual([0.2, 12.6, 1250].map(latency), ['1 ms', '13 ms', '1.3 s']);
  assert.deepEqual([99, 100, 300].map(latencyGrade), ['good', 'fair', 'slow']);
});
