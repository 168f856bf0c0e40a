import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { logError, logWarning } from '../../../static/js/lib/log.js';

test('messages name the product', () => {
  const error = mock.method(console, 'error', () => {});
  const warn = mock.method(console, 'warn', () => {});
  const cause = new Error('x');
  logError('it failed', cause);
  logWarning('it is odd');
  assert.deepEqual(error.mock.calls[0].arguments, ['WebMux: it failed', cause]);
  assert.deepEqual(warn.mock.calls[0].arguments, ['WebMux: it is odd']);
  mock.restoreAll();
});
