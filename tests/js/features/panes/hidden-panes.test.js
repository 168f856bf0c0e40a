import assert from 'node:assert/strict';
import { test } from 'node:test';

import { HIDDEN_MAX, HiddenPanes } from '../../../../static/js/features/panes/hidden-panes.js';

function makePanes() {
  const dropped = [];
  const timers = new Map();
  let last = 0;
  const panes = new HiddenPanes((pane) => dropped.push(pane), {
    setTimeout: (run) => {
      timers.set((last += 1), run);
      return last;
    },
    clearTimeout: (timer) => timers.delete(timer),
  });
  const minute = () => {
    for (const run of [...timers.values()]) run();
  };
  return { panes, dropped, timers, minute };
}

test('a hidden terminal stays a minute, and longer if it is shown again', () => {
  const { panes, dropped, timers, minute } = makePanes();
  panes.show([1, 2]);
  panes.show([3]);
  panes.show([1, 3]);
  minute();
  assert.deepEqual(dropped, [2]);
  assert.equal(timers.size, 0);
  panes.show([1, 3]);
  assert.deepEqual(dropped, [2]);
});

test('the terminal hidden first goes when there are too many', () => {
  const { panes, dropped } = makePanes();
  for (let pane = 1; pane <= HIDDEN_MAX + 3; pane += 1) panes.show([pane]);
  assert.deepEqual(dropped, [1, 2]);
});

test('a pane that tmux closed goes at once, and only once', () => {
  const { panes, dropped, timers } = makePanes();
  panes.show([1, 2]);
  panes.show([2]);
  panes.gone(1);
  panes.gone(2);
  panes.gone(2);
  panes.gone(9);
  assert.deepEqual(dropped, [1, 2]);
  assert.equal(timers.size, 0);
});

test('the end drops all of them', () => {
  const { panes, dropped, timers } = makePanes();
  panes.show([1, 2]);
  panes.show([2]);
  panes.dispose();
  assert.deepEqual([dropped, timers.size], [[2, 1], 0]);
});
