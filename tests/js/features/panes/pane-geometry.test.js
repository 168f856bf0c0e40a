import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  dividerBeside,
  dividersOf,
  inReadingOrder,
  nearestPane,
  paneBeside,
  titleRow,
} from '../../../../static/js/features/panes/pane-geometry.js';

const pane = (number, left, top, cols, rows) => ({ pane: number, left, top, cols, rows });

// 1 on the left; 2 above 3 on the right.
const THREE = [pane(1, 0, 0, 40, 24), pane(2, 41, 0, 39, 12), pane(3, 41, 13, 39, 11)];
// Two rows of two, each row with a border of its own place.
const NESTED = [
  pane(1, 0, 0, 40, 12),
  pane(2, 41, 0, 39, 12),
  pane(3, 0, 13, 20, 11),
  pane(4, 21, 13, 59, 11),
];

test('a divider lies in the cell between panes and is as long as both sides', () => {
  const [sideways, upright, ...more] = dividersOf(THREE);
  assert.deepEqual(more, []);
  assert.deepEqual(sideways, {
    ...{ id: 'x1', axis: 'x', at: 40, from: 0, to: 24, least: 1, most: 78 },
    ...{ pane: 1, start: 0, before: [1], after: [2, 3] },
  });
  assert.deepEqual(upright, {
    ...{ id: 'y2', axis: 'y', at: 12, from: 41, to: 80, least: 1, most: 22 },
    ...{ pane: 2, start: 0, before: [2], after: [3] },
  });
});

test('one border between nested panes is one divider, and equal places are not joined', () => {
  const found = dividersOf(NESTED).map(({ axis, at, from, to, before }) => [axis, at, from, to, before]);
  assert.deepEqual(found, [
    ['x', 40, 0, 12, [1]],
    ['x', 20, 13, 24, [3]],
    ['y', 12, 0, 80, [1, 2]],
  ]);
});

test('a divider names the longest pane beside it, whose start stays while the border moves', () => {
  // 1 and 2 beside each other above 3; all of them left of 4.
  const panes = [pane(1, 0, 0, 10, 5), pane(2, 11, 0, 9, 5), pane(3, 0, 6, 20, 5), pane(4, 21, 0, 20, 11)];
  const [inner, outer] = dividersOf(panes);
  assert.deepEqual([inner.id, inner.at, inner.pane], ['x1', 10, 1]);
  assert.deepEqual([outer.id, outer.at, outer.pane, outer.start], ['x2-3', 20, 3, 0]);
});

test('keys move the border right of a pane, or left of the last one', () => {
  const at = (number, axis) => dividerBeside(THREE, number, axis)?.id ?? null;
  assert.deepEqual(
    [at(1, 'x'), at(3, 'x'), at(2, 'y'), at(3, 'y'), at(1, 'y')],
    ['x1', 'x1', 'y2', 'y2', null],
  );
});

test('one pane has no divider', () => {
  assert.deepEqual(dividersOf([pane(1, 0, 0, 80, 24)]), []);
});

test('the pane beside is the one used last, then the one with the longest border', () => {
  assert.equal(paneBeside(THREE, 1, 'right'), 2);
  assert.equal(paneBeside(THREE, 1, 'right', [1, 3, 2]), 3);
  assert.equal(paneBeside(THREE, 3, 'left'), 1);
  assert.equal(paneBeside(THREE, 3, 'up'), 2);
});

test('at the edge of the window the way goes on at the opposite edge', () => {
  assert.equal(paneBeside(THREE, 1, 'left'), 2);
  assert.equal(paneBeside(THREE, 2, 'up'), 3);
  assert.equal(paneBeside([THREE[0]], 1, 'right'), null);
  assert.equal(paneBeside(THREE, 9, 'right'), null);
});

test('the nearest pane takes over from one that is gone', () => {
  assert.equal(nearestPane([NESTED[0], NESTED[2], NESTED[3]], NESTED[1]), 4);
  assert.equal(nearestPane([THREE[0], THREE[1]], THREE[2]), 2);
  assert.equal(nearestPane([], THREE[2]), null);
});

test('the title is in the row of the border that tmux reserves', () => {
  assert.deepEqual(
    ['top', 'bottom', 'off'].map((border) => titleRow(pane(1, 0, 1, 80, 23), border)),
    [0, 24, null],
  );
});

test('solo goes by rows', () => {
  assert.deepEqual(
    inReadingOrder([...NESTED].reverse()).map(({ pane: number }) => number),
    [1, 2, 3, 4],
  );
});
