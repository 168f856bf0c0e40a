import assert from 'node:assert/strict';
import { test } from 'node:test';

import { StickyKeys } from '../../../../static/js/features/touch/sticky-keys.js';

function sticky() {
  const at = { now: 0 };
  const states = [];
  return {
    at,
    states,
    keys: new StickyKeys(
      (modifiers) => states.push(modifiers.ctrl),
      () => at.now,
    ),
  };
}

test('a tap is for one key, and a later tap takes it back', () => {
  const { at, states, keys } = sticky();
  keys.tap('ctrl');
  assert.equal(keys.any, true);
  assert.deepEqual(keys.take(), { ctrl: true, alt: false });
  assert.deepEqual(keys.take(), { ctrl: false, alt: false });
  keys.tap('ctrl');
  at.now = 1000;
  keys.tap('ctrl');
  assert.equal(keys.any, false);
  assert.deepEqual(states, ['once', 'off', 'once', 'off']);
});

test('a double tap locks until the next tap', () => {
  const { at, keys } = sticky();
  keys.tap('ctrl');
  at.now = 200;
  keys.tap('ctrl');
  assert.equal(keys.modifiers.ctrl, 'locked');
  keys.take();
  assert.deepEqual(keys.take(), { ctrl: true, alt: false });
  keys.tap('alt');
  assert.deepEqual(keys.take(), { ctrl: true, alt: true });
  keys.tap('ctrl');
  assert.deepEqual(keys.take(), { ctrl: false, alt: false });
});
