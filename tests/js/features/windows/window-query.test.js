/** The window in the address of a session. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { windowIn, windowNamed, withWindow } from '../../../../static/js/features/windows/window-query.js';

const WINDOWS = [
  { id: '@0', index: 0, active: false },
  { id: '@7', index: 2, active: true },
];

test('an address names a window by id or index, and nothing else', () => {
  assert.deepEqual(['?window=@7', '?view=mirror&window=2', '?window=-1', '?window=@7;x', ''].map(windowIn), [
    '@7',
    '2',
    null,
    null,
    null,
  ]);
  assert.equal(windowNamed(WINDOWS, '@7'), WINDOWS[1]);
  assert.equal(windowNamed(WINDOWS, '0'), WINDOWS[0]);
  assert.equal(windowNamed(WINDOWS, '7'), undefined);
});

test('the window on show is named where there is another, and the rest of a query stays', () => {
  assert.equal(withWindow('', WINDOWS), '?window=@7');
  assert.equal(withWindow('?window=@0&view=mirror', WINDOWS), '?view=mirror&window=@7');
  assert.equal(withWindow('?window=@7', [WINDOWS[1]]), '');
  assert.equal(withWindow('?own=1', []), '?own=1');
});
