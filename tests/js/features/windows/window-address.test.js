import assert from 'node:assert/strict';
import { test } from 'node:test';

import { windowIn, windowNamed, withWindow } from '../../../../static/js/features/windows/window-address.js';

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

test('an address names the current window if there are several, and the rest of its query stays', () => {
  assert.equal(withWindow('', WINDOWS), '?window=@7');
  assert.equal(withWindow('?window=@0&view=mirror', WINDOWS), '?view=mirror&window=@7');
  assert.equal(withWindow('?window=@7', [WINDOWS[1]]), '');
  assert.equal(withWindow('?own=1', []), '?own=1');
});
