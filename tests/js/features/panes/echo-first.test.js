import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

import { EchoFirst, WAIT_MAX_MS } from '../../../../static/js/features/panes/echo-first.js';

/** Writes of panes 5 and 6 in their order. */
function panes() {
  const order = new EchoFirst();
  const log = [];
  return { order, log, write: (pane, text) => order.run(pane, () => log.push(`${pane}${text}`)) };
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
});

test('output is written at once while nobody types', () => {
  const { log, write } = panes();
  write(6, 'a');
  write(5, 'b');
  assert.deepEqual(log, ['6a', '5b']);
});

test('after a key other panes wait until its answer is drawn, in their order', () => {
  const { order, log, write } = panes();
  order.typed(5);
  write(6, 'a');
  order.drawn(5); // what it printed before the key
  mock.timers.tick(0);
  write(6, 'b');
  write(5, 'x');
  assert.deepEqual(log, ['5x']);
  order.processed(6);
  order.processed(5);
  order.drawn(5);
  assert.deepEqual(log, ['5x'], 'the browser paints at the end of the task');
  mock.timers.tick(0);
  write(6, 'c');
  assert.deepEqual(log, ['5x', '6a', '6b', '6c']);
});

test('without an answer they wait for a moment, also if more keys come', () => {
  const { order, log, write } = panes();
  order.typed(5);
  write(6, 'a');
  mock.timers.tick(WAIT_MAX_MS - 1);
  order.typed(5);
  assert.deepEqual(log, []);
  mock.timers.tick(1);
  assert.deepEqual(log, ['6a']);
  order.typed(5);
  write(6, 'b');
  assert.deepEqual(log, ['6a']);
});

test('a key in another pane lets the first ones go', () => {
  const { order, log, write } = panes();
  order.typed(5);
  write(6, 'a');
  order.typed(6);
  write(6, 'b');
  write(5, 'c');
  assert.deepEqual(log, ['6a', '6b']);
  order.flush();
  assert.deepEqual(log, ['6a', '6b', '5c']);
});
