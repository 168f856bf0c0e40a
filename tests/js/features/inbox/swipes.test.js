import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

const window = makePage('<div id="x"></div>');
const { onSwipe } = await import('../../../../static/js/features/inbox/swipes.js');

test('a far swipe to a side counts; a short, a steep and a two-finger one do not', () => {
  const element = document.querySelector('#x');
  const swipes = [];
  onSwipe(element, { left: () => swipes.push('left'), right: () => swipes.push('right') });
  const swipe = (dx, dy, fingers = 1) => {
    const at = (x, y) => ({ clientX: x, clientY: y });
    const started = { touches: Array.from({ length: fingers }, () => at(200, 200)) };
    const ended = { changedTouches: [at(200 + dx, 200 + dy)] };
    element.dispatchEvent(Object.assign(new window.Event('touchstart'), started));
    element.dispatchEvent(Object.assign(new window.Event('touchend'), ended));
  };
  swipe(-90, 10);
  swipe(90, -10);
  swipe(-30, 0);
  swipe(-90, 80);
  swipe(-90, 0, 2);
  assert.deepEqual(swipes, ['left', 'right']);
});
