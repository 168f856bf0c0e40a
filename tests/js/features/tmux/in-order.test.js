import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InOrder } from '../../../../static/js/features/tmux/in-order.js';
import { settled } from '../../page.js';

test('steps run at once while nothing is under way', () => {
  const done = [];
  const order = new InOrder();
  order.add(() => done.push(1));
  assert.deepEqual(done, [1]);
  assert.equal(order.busy, false);
});

test('steps wait for the one before them, in order', async () => {
  const done = [];
  const order = new InOrder();
  let finish;
  order.add(() => new Promise((resolve) => (finish = resolve)));
  order.add(() => done.push(1));
  order.add(() => Promise.resolve().then(() => done.push(2)));
  order.add(() => done.push(3));
  assert.deepEqual(done, []);
  finish();
  await settled();
  assert.deepEqual(done, [1, 2, 3]);
  assert.equal(order.busy, false);
});

test('a step that fails or takes too long holds back nothing', async () => {
  const done = [];
  let late = () => {};
  const order = new InOrder({ setTimeout: (run) => (late = run), clearTimeout: () => {} });
  order.add(() => Promise.reject(new Error('no')));
  order.add(() => done.push(1));
  await settled();
  order.add(() => new Promise(() => {}));
  order.add(() => done.push(2));
  assert.deepEqual(done, [1]);
  late();
  assert.deepEqual(done, [1, 2]);
});
