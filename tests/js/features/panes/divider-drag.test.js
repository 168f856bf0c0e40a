import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DividerDrag } from '../../../../static/js/features/panes/divider-drag.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A drag from column 10 whose answers and timers the test controls. */
function makeDrag() {
  const log = { sent: [], shown: [], done: 0, answers: [], timers: [] };
  const drag = new DividerDrag(
    10,
    {
      resize: (at) => {
        log.sent.push(at);
        return new Promise((resolve, reject) => log.answers.push({ resolve, reject }));
      },
      show: (at) => log.shown.push(at),
      done: () => {
        log.done += 1;
      },
    },
    { setTimeout: (run) => log.timers.push(run) },
  );
  return { drag, log };
}

test('one request is under way, and only the newest position follows it', async () => {
  const { drag, log } = makeDrag();
  for (const at of [11, 12, 12, 13]) drag.move(at);
  assert.deepEqual([log.sent, log.shown], [[11], [11, 12, 13]]);
  log.answers[0].resolve();
  await settled();
  assert.deepEqual(log.sent, [11], 'the answer came before the gap was over');
  log.timers[0]();
  await settled();
  assert.deepEqual(log.sent, [11, 13]);
});

test('the end waits for the last position, and a refusal does not stop it', async () => {
  const { drag, log } = makeDrag();
  drag.move(11);
  drag.end();
  drag.move(14); // the next press of a key
  drag.end();
  assert.equal(log.done, 0);
  for (const step of [0, 1]) {
    log.answers[step].reject(new Error('pane too small'));
    log.timers[step]();
    await settled();
  }
  drag.move(20);
  assert.deepEqual([log.sent, log.done], [[11, 14], 1]);
});

test('a click that moves nothing asks nothing', () => {
  const { drag, log } = makeDrag();
  drag.move(10);
  drag.end();
  drag.end();
  assert.deepEqual([log.sent, log.done], [[], 1]);
});
