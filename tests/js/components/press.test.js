import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { makePage } from '../page.js';

makePage();
const { pressable } = await import('../../../static/js/components/press.js');

function makeKey(repeats = false) {
  const button = document.createElement('button');
  button.setPointerCapture = () => {};
  const log = [];
  const on = Object.fromEntries(['tap', 'up', 'far', 'down'].map((name) => [name, () => log.push(name)]));
  pressable(button, { ...on, ...(repeats ? { repeats } : { hold: () => log.push('hold') }) });
  return { button, log };
}

const send = (button, type, clientX = 0, clientY = 0) =>
  button.dispatchEvent(
    new PointerEvent(type, { pointerId: 1, button: 0, clientX, clientY, cancelable: true }),
  );

test('where the finger goes up decides between tap and swipes', () => {
  const { button, log } = makeKey();
  for (const [x, y] of [
    [0, 0],
    [0, -20],
    [0, -60],
    [0, 30],
    [80, 0],
  ]) {
    send(button, 'pointerdown');
    send(button, 'pointermove', x, y);
    send(button, 'pointerup', x, y);
  }
  assert.deepEqual(log, ['tap', 'up', 'far', 'down']);
});

test('holding acts once, or repeats the tap', () => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const once = makeKey();
  send(once.button, 'pointerdown');
  mock.timers.tick(1000);
  send(once.button, 'pointerup');
  const many = makeKey(true);
  send(many.button, 'pointerdown');
  for (const passed of [400, 60, 60]) mock.timers.tick(passed);
  send(many.button, 'pointerup');
  mock.timers.tick(1000);
  assert.deepEqual([once.log, many.log], [['hold'], ['tap', 'tap', 'tap']]);
  mock.timers.reset();
});
