import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cellBefore, cellOf } from '../../../../static/js/terminal/render/cell.js';

test('a cell is rounded as xterm.js rounds it', () => {
  const letter = { width: 8.43, height: 16.3, letterSpacing: 0, lineHeight: 1 };
  assert.deepEqual(cellOf(letter, 1), { width: 674 / 80, height: 17 });
  assert.deepEqual(cellOf(letter, 2), { width: 674 / 80, height: 396 / 24 });
  assert.deepEqual(cellOf({ ...letter, letterSpacing: 2, lineHeight: 1.5 }, 1), {
    width: 834 / 80,
    height: 25,
  });
});

test('where letters cannot be measured there is no cell', () => {
  assert.equal(
    cellBefore({ fontFamily: 'monospace', fontSize: 14, letterSpacing: 0, lineHeight: 1 }, 1),
    null,
  );
});
