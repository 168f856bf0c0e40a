import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  DEAD_AFTER_MS,
  DOUBT_AFTER_MS,
  Heartbeat,
  PING_EVERY_MS,
  SLEPT_MS,
} from '../../../static/js/net/heartbeat.js';
import { FakeClock } from '../fakes/clock.js';

function beating() {
  const clock = new FakeClock();
  const seen = { pings: [], latencies: [], doubts: 0, dead: 0 };
  const heart = new Heartbeat(
    {
      ping: (payload) => seen.pings.push(payload),
      onLatency: (ms) => seen.latencies.push(ms),
      onDoubt: () => {
        seen.doubts += 1;
      },
      onDead: () => {
        seen.dead += 1;
      },
    },
    clock,
  );
  heart.start();
  return { clock, heart, seen };
}

test('pings come at once and then on a schedule; answers tell the latency', () => {
  const { clock, heart, seen } = beating();
  clock.advance(12);
  heart.alive();
  heart.pong(seen.pings[0]);
  assert.deepEqual(seen.latencies, [12]);
  clock.advance(PING_EVERY_MS);
  assert.equal(seen.pings.length, 2);
  heart.stop();
  assert.equal(clock.waiting, 0);
});

test('silence after a ping means a dead link', () => {
  const { clock, seen } = beating();
  clock.advance(DEAD_AFTER_MS - 1);
  assert.equal(seen.dead, 0);
  clock.advance(1);
  assert.equal(seen.dead, 1);
});

test('any byte counts as life, not only an answer', () => {
  const { clock, heart, seen } = beating();
  for (let second = 0; second < 60; second += 1) {
    clock.advance(1000);
    heart.alive();
  }
  assert.equal(seen.dead, 0);
});

test('a page that slept asks again before it gives up', () => {
  const { clock, seen } = beating();
  clock.sleep(DEAD_AFTER_MS + SLEPT_MS + 60_000);
  const pings = seen.pings.length;
  clock.advance(0);
  assert.equal(seen.dead, 0);
  assert.ok(seen.pings.length > pings);
  assert.ok(seen.doubts > 0);
  clock.advance(DEAD_AFTER_MS);
  assert.equal(seen.dead, 1);
});

test('strange answers are ignored', () => {
  const { heart, seen } = beating();
  heart.pong(Uint8Array.of(1, 2));
  heart.pong(Uint8Array.of(9, 9, 9, 9));
  assert.deepEqual(seen.latencies, []);
});

test('a silence of some seconds is a doubt, once', () => {
  const { clock, heart, seen } = beating();
  clock.advance(DOUBT_AFTER_MS - 1);
  assert.equal(seen.doubts, 0);
  clock.advance(1);
  assert.equal(seen.doubts, 1);
  clock.advance(DEAD_AFTER_MS - DOUBT_AFTER_MS - 1);
  assert.equal(seen.doubts, 1);
  heart.alive();
  assert.equal(heart.silentMs, 0);
});
