import assert from 'node:assert/strict';
import { test } from 'node:test';

import { WindowSet, shownPanes } from '../../../../static/js/features/panes/window-set.js';

const pane = (number, more = {}) => ({ pane: number, active: false, ...more });
const windowOf = (id, panes, more = {}) => ({
  ...{ id, index: Number(id.slice(1)), active: false, zoomed: false },
  panes: panes.map((one) => (typeof one === 'number' ? pane(one) : one)),
  ...more,
});
const numbers = (set) => set.all.map(({ id, panes }) => [id, panes.map((one) => one.pane)]);

function filled() {
  const set = new WindowSet();
  set.apply({ all: [windowOf('@2', [7]), windowOf('@1', [5, 6], { active: true })] });
  return set;
}

test('windows are ordered by index, and the active one is the current one', () => {
  const set = filled();
  assert.deepEqual(numbers(set), [
    ['@1', [5, 6]],
    ['@2', [7]],
  ]);
  assert.equal(set.current.id, '@1');
  assert.deepEqual(set.apply({ window: windowOf('@2', [7], { active: true }) }), []);
  assert.equal(set.current.id, '@2');
  assert.deepEqual(
    set.all.map(({ active }) => active),
    [false, true],
  );
});

test('panes and windows that are gone are named once', () => {
  const set = filled();
  assert.deepEqual(set.apply({ window: windowOf('@1', [5], { active: true }) }), [6]);
  assert.deepEqual(set.apply({ gone: { windows: [], panes: [6] } }), []);
  assert.deepEqual(set.apply({ gone: { windows: ['@2'], panes: [7] } }), [7]);
  assert.deepEqual(set.apply({ gone: { panes: [5] } }), [5]);
  assert.deepEqual(set.apply({ all: [] }), []);
  assert.equal(set.current, null);
});

test('a pane that moved to another window is in that one only, and is not gone', () => {
  const set = filled();
  assert.deepEqual(set.apply({ window: windowOf('@2', [7, 6]) }), []);
  assert.deepEqual(numbers(set), [
    ['@1', [5]],
    ['@2', [7, 6]],
  ]);
});

test('a zoomed window shows its active pane only', () => {
  const window = windowOf('@1', [5, pane(6, { active: true })]);
  assert.deepEqual(
    shownPanes(window).map((one) => one.pane),
    [5, 6],
  );
  assert.deepEqual(
    shownPanes({ ...window, zoomed: true }).map((one) => one.pane),
    [6],
  );
  assert.deepEqual(shownPanes(null), []);
});
