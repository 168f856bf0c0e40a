import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CodeCycle, CodeEvents } from '../../../../static/js/features/pairing/code-cycle.js';

const DEVICE = { id: 'x', address: '192.0.2.7', agent: 'Phone' };

/** A server with codes 1, 2, …; `states` has what each one answers. */
function makeCycle() {
  const world = { now: 0, made: 0, ended: [], states: {}, events: [], broken: null };
  const api = {
    createLoginLink: async () => {
      if (world.broken) throw world.broken;
      world.made += 1;
      return { id: String(world.made), link: `link${world.made}`, lasts_s: 60, addresses: [] };
    },
    loginLinkState: async (id) => {
      if (world.broken) throw world.broken;
      return world.states[id] ?? { state: 'open', device: null };
    },
    endLoginLink: async (id) => world.ended.push(id),
  };
  class Noted extends CodeEvents {
    code(code) {
      world.events.push(['code', code.id]);
    }
    left(seconds) {
      world.left = seconds;
    }
    used(device) {
      world.events.push(['used', device.id]);
    }
    stopped(error) {
      world.events.push(['stopped', error?.message]);
    }
  }
  return { world, cycle: new CodeCycle(api, new Noted(), () => world.now) };
}

test('a code that ran out is followed by another one', async () => {
  const { world, cycle } = makeCycle();
  await cycle.tick(true);
  assert.equal(world.left, 60);
  world.now = 59_500;
  await cycle.tick(true);
  assert.equal(world.left, 1);
  world.now = 60_000;
  await cycle.tick(true);
  assert.deepEqual(world.events, [
    ['code', '1'],
    ['code', '2'],
  ]);
});

test('a hidden dialog makes no code', async () => {
  const { world, cycle } = makeCycle();
  await cycle.tick(false);
  assert.equal(world.made, 0);
  await cycle.tick(true);
  world.now = 600_000;
  await cycle.tick(false);
  assert.equal(world.made, 1);
});

test('a used code names the device, and no other code follows', async () => {
  const { world, cycle } = makeCycle();
  await cycle.tick(true);
  world.states[1] = { state: 'used', device: DEVICE };
  world.now = 61_000; // used in its last second, seen after it
  await cycle.tick(true);
  await cycle.tick(true);
  await cycle.close();
  assert.deepEqual(world.events.slice(1), [['used', 'x']]);
  assert.deepEqual([world.made, world.ended], [1, []]);
});

test('a code that ended early is not replaced by itself', async () => {
  const { world, cycle } = makeCycle();
  await cycle.tick(true);
  world.states[1] = { state: 'ended', device: null };
  await cycle.tick(true); // it may be in use at this moment
  assert.equal(world.events.length, 1);
  await cycle.tick(true);
  await cycle.tick(true);
  assert.deepEqual(world.events.slice(1), [['stopped', undefined]]);
  await cycle.restart();
  assert.deepEqual(world.events.at(-1), ['code', '2']);
});

test('a lost connection is waited for while the code works', async () => {
  const { world, cycle } = makeCycle();
  await cycle.tick(true);
  world.broken = new Error('offline');
  world.now = 30_000;
  await cycle.tick(true);
  assert.equal(world.left, 30);
  world.now = 60_000;
  await cycle.tick(true);
  assert.deepEqual(world.events.at(-1), ['stopped', 'offline']);
});

test('closing ends the code, also one that is just being made', async () => {
  const { world, cycle } = makeCycle();
  await cycle.tick(true);
  await cycle.close();
  assert.deepEqual(world.ended, ['1']);
  const late = makeCycle();
  const making = late.cycle.tick(true);
  await late.cycle.close();
  await making;
  assert.deepEqual([late.world.ended, late.world.events], [['1'], []]);
});
