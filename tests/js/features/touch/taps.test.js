import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';

import { Taps } from '../../../../static/js/features/touch/taps.js';

const POINT = { x: 10, y: 10 };
beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

function tapsOn({
  mayType = true,
  setting = 'auto',
  wantsMouse = false,
  nearCursor = false,
  isZoomed = false,
}) {
  const calls = [];
  const page = { mayType: () => mayType, settings: { get: () => setting }, focus: () => calls.push('focus') };
  const touch = {
    wantsMouse,
    isNearCursor: () => nearCursor,
    linkUnder: () => null,
    click: () => calls.push('click'),
  };
  const zoomPan = { on: isZoomed, toggle: () => calls.push('zoom') };
  return { calls, taps: new Taps(page, { touch, zoomPan, showKeyboard: () => calls.push('keyboard') }) };
}

test('a tap clicks, and shows the keyboard if the setting and the program let it', () => {
  const after = (situation) => {
    const { calls, taps } = tapsOn(situation);
    taps.tap(POINT);
    return calls[0];
  };
  assert.equal(after({}), 'keyboard');
  assert.equal(after({ wantsMouse: true }), 'focus');
  assert.equal(after({ wantsMouse: true, nearCursor: true }), 'keyboard');
  assert.equal(after({ wantsMouse: true, setting: 'anywhere' }), 'keyboard');
  assert.equal(after({ setting: 'cursor' }), 'focus');
  assert.equal(after({ mayType: false }), 'focus');
});

test('in a screen sized by another viewer a second tap enlarges, and no keyboard appears', () => {
  const { calls, taps } = tapsOn({ isZoomed: true });
  taps.tap(POINT);
  taps.tap(POINT);
  mock.timers.tick(1_000);
  assert.deepEqual(calls, ['click', 'zoom']);
});

test('there a single tap shows the keyboard when no second one came', () => {
  const { calls, taps } = tapsOn({ isZoomed: true });
  taps.tap(POINT);
  mock.timers.tick(1_000);
  assert.deepEqual(calls, ['click', 'keyboard']);
});
