import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  borderAt,
  clampTo,
  joinRows,
  paneAt,
  spansIn,
  wordAround,
} from '../../../static/js/lib/pane-cells.js';
import { panesIn } from '../../../static/js/lib/pane-layout.js';

// Left one; right two, one above the other.
const PANES = panesIn('0000,21x9,0,0{10x9,0,0,1,10x9,11,0[10x4,11,0,2,10x4,11,5,3]}');
const [LEFT, UPPER, LOWER] = PANES;

test('a cell is in a pane, on the border of one, or on neither', () => {
  assert.deepEqual(
    [
      [9, 8],
      [11, 3],
      [20, 5],
    ].map(([x, y]) => paneAt(PANES, { x, y })),
    [LEFT, UPPER, LOWER],
  );
  assert.equal(paneAt(PANES, { x: 10, y: 4 }), null);
  assert.deepEqual(borderAt(PANES, { x: 10, y: 4 }), { pane: LEFT, axis: 'x' });
  assert.deepEqual(borderAt(PANES, { x: 15, y: 4 }), { pane: UPPER, axis: 'y' });
  for (const cell of [
    { x: 9, y: 1 },
    { x: 3, y: 9 },
    { x: 21, y: 2 },
  ])
    assert.equal(borderAt(PANES, cell), null);
});

test('a selection stays in its pane, in reading order', () => {
  assert.deepEqual(clampTo(UPPER, { x: 3, y: 9 }), { x: 11, y: 3 });
  const spans = [
    { y: 1, start: 13, end: 21 },
    { y: 2, start: 11, end: 21 },
    { y: 3, start: 11, end: 15 },
  ];
  assert.deepEqual(spansIn(UPPER, { x: 13, y: 1 }, { x: 14, y: 3 }), spans);
  assert.deepEqual(spansIn(UPPER, { x: 14, y: 3 }, { x: 13, y: 1 }), spans);
  assert.deepEqual(spansIn(LEFT, { x: 2, y: 0 }, { x: 2, y: 0 }), [{ y: 0, start: 2, end: 3 }]);
});

test('rows that wrap are one line, the blanks behind others are no text', () => {
  const rows = [
    { y: 5, text: 'echo abcde' },
    { y: 6, text: 'f         ' },
    { y: 7, text: 'next      ' },
  ];
  assert.equal(joinRows(rows, LOWER, new Set([0])), 'echo abcdef\nnext');
  assert.equal(joinRows(rows, LOWER, new Set()), 'echo abcde\nf\nnext');
});

test('a word ends at blanks and separators', () => {
  assert.deepEqual(wordAround([...'ls (a.txt) b'], 5, ' ()'), { start: 4, end: 9 });
  assert.deepEqual(wordAround([...'ls (a.txt) b'], 3, ' ()'), { start: 3, end: 4 });
});
