import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isTouchFirst } from '../../../static/js/lib/device.js';

test('a device with a coarse pointer is used by touch', () => {
  for (const coarse of [true, false]) {
    globalThis.matchMedia = (query) => ({ matches: coarse && query === '(pointer: coarse)' });
    assert.equal(isTouchFirst(), coarse);
  }
});
