import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GhostWatch, isPlain } from '../../../../static/js/features/tmux/ghost-watch.js';

/** A client of one-cell characters. */
function client(rows, x, y, edges = rows.map(() => 'green')) {
  const textOf = (row, left, cols) => (rows[row] ?? '').slice(left, left + cols).trimEnd();
  return { rows: rows.length, cursor: { x, y }, textOf, edges };
}

const BEFORE = ['green', 'green', 'green'];
const LEFT = { left: 0, top: 0, cols: 4, texts: ['$ ls', 'a'], cursor: { x: 1, y: 1 }, active: true };
const RIGHT = { left: 5, top: 0, cols: 4, texts: ['top', ''], cursor: { x: 0, y: 0 }, active: false };

test('a client that shows the panes and tmux’s line is plain', () => {
  assert.ok(isPlain(client(['$ ls│top', 'a   │', '[work] 0:sh*'], 1, 1), [LEFT, RIGHT], 2, BEFORE));
  assert.ok(
    isPlain(client(['[work] 0:sh*', '$ ls│top', 'a   │'], 1, 2), [LEFT, RIGHT], 2, BEFORE),
    'line at the top',
  );
  assert.ok(isPlain(client(['$ ls│top', 'a   │'], 1, 1), [LEFT, RIGHT], 2, BEFORE), 'no line');
});

test('a menu, a mode and a prompt are not', () => {
  assert.ok(!isPlain(client(['$ ls│menu', 'a   │', 'work'], 1, 1), [LEFT, RIGHT], 2, BEFORE));
  assert.ok(!isPlain(client(['(0) + work', '', 'work'], 0, 0), [LEFT, RIGHT], 2, BEFORE));
  assert.ok(
    !isPlain(client(['$ ls│top', 'a   │', '(rename) x'], 10, 2), [LEFT, RIGHT], 2, BEFORE),
    'its cursor',
  );
});

test('a prompt that leaves the cursor where it was changes the colours of tmux’s line only', () => {
  const rows = ['$ ls│top', 'a   │', ':'];
  assert.ok(!isPlain(client(rows, 1, 1, ['green', 'green', 'yellow']), [LEFT, RIGHT], 2, BEFORE));
  assert.ok(isPlain(client(rows, 1, 1, ['red', 'red', 'green']), [LEFT, RIGHT], 2, BEFORE), 'those of panes');
  assert.ok(isPlain(client(rows, 1, 1), [LEFT, RIGHT], 2, ['red']), 'of another size');
});

test('the view is over a moment after it shows only panes again', () => {
  const watch = new GhostWatch();
  assert.equal(watch.isOver(true, 0), false, 'nothing was typed');
  watch.typed(0);
  assert.equal(watch.isOver(true, 100), false, 'tmux has not drawn it yet');
  assert.equal(watch.isOver(false, 200), false);
  assert.equal(watch.isOver(true, 5_000), false);
  assert.equal(watch.isOver(false, 5_100), false, 'it only flashed');
  assert.equal(watch.isOver(true, 6_000), false);
  assert.equal(watch.isOver(true, 6_150), true);
});

test('a key that shows nothing ends it too', () => {
  const watch = new GhostWatch();
  watch.typed(1_000);
  assert.equal(watch.isOver(true, 2_900), false);
  assert.equal(watch.isOver(true, 3_000), true);
});
