import assert from 'node:assert/strict';
import { test } from 'node:test';

import { gathered } from '../../../static/js/lib/coalesce-steps.js';

test('the first step goes at once, those that follow too fast go together, and none is lost', async () => {
  const sent = [];
  const rests = [];
  const step = gathered(
    async (way, steps) => {
      sent.push([way, steps]);
      if (sent.length === 1) throw new Error('refused');
    },
    { timers: { setTimeout: (done) => rests.push(done) } },
  );
  const rest = async () => {
    rests.shift()();
    await new Promise((resolve) => setImmediate(resolve));
  };
  for (const way of ['left', 'left', 'left', 'up']) step(way);
  assert.deepEqual(sent, [['left', 1]]);
  await rest();
  step('left');
  assert.deepEqual(sent, [
    ['left', 1],
    ['left', 2],
  ]);
  await rest();
  await rest();
  await rest();
  assert.deepEqual(sent.slice(2), [
    ['up', 1],
    ['left', 1],
  ]);
  step('left');
  assert.deepEqual(sent.at(-1), ['left', 1]);
  assert.equal(sent.length, 5);
});
