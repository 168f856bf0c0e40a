import assert from 'node:assert/strict';
import { test } from 'node:test';

import { onNextFrame } from '../../../static/js/lib/next-frame.js';

test('it is called once: at the frame, or by the timer if no frame comes', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let frame = () => {};
  globalThis.requestAnimationFrame = (callback) => ((frame = callback), 1);
  globalThis.cancelAnimationFrame = () => (frame = () => {});
  let calls = 0;
  onNextFrame(() => (calls += 1));
  frame();
  context.mock.timers.tick(1000);
  assert.equal(calls, 1);
  onNextFrame(() => (calls += 1));
  context.mock.timers.tick(1000);
  frame();
  assert.equal(calls, 2, 'the tab is hidden');
});
