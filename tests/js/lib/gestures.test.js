import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Gestures } from '../../../static/js/lib/gestures.js';
import { Fling, Steps, Velocity } from '../../../static/js/lib/momentum.js';
import { WHOLE, revealing, within, zoomed } from '../../../static/js/lib/zoom.js';
import { FakeClock } from '../fakes/clock.js';

function fingers() {
  const clock = new FakeClock();
  const heard = [];
  const names = ['touch', 'tap', 'longPress', 'pan', 'panEnd', 'pinch', 'pinchEnd', 'swipe'];
  const on = Object.fromEntries(names.map((name) => [name, (detail) => heard.push([name, detail])]));
  const gestures = new Gestures(on, clock);
  const touches = (...points) => points.map(([x, y], id) => ({ id, x, y }));
  return {
    clock,
    down: (...points) => gestures.down(touches(...points), clock.now()),
    move: (...points) => gestures.move(touches(...points), clock.now()),
    up: (left = 0) => gestures.up(left, clock.now()),
    cancel: () => gestures.cancel(),
    names: () => heard.map(([name]) => name).filter((name, index, all) => name !== all[index - 1]),
    last: (name) => heard.findLast(([one]) => one === name)?.[1],
    all: (name) => heard.filter(([one]) => one === name).map(([, detail]) => detail),
  };
}

test('a tap is a tap although the finger trembles', () => {
  const hand = fingers();
  hand.down([100, 100]);
  hand.move([104, 97]);
  hand.up();
  assert.deepEqual(hand.names(), ['touch', 'tap']);
  hand.clock.advance(1000);
  assert.deepEqual(hand.names(), ['touch', 'tap']);
});

test('a finger that stays is a long press and nothing else', () => {
  const hand = fingers();
  hand.down([100, 100]);
  hand.clock.advance(600);
  hand.move([100, 200]);
  hand.up();
  assert.deepEqual(hand.names(), ['touch', 'longPress']);
});

test('a drag pans without a jump and ends with the speed of the finger', () => {
  const hand = fingers();
  hand.down([100, 100]);
  for (const y of [120, 140, 160]) {
    hand.clock.advance(10);
    hand.move([100, y]);
  }
  hand.up();
  assert.deepEqual(
    hand.all('pan').map(({ dy }) => dy),
    [0, 20, 20],
  );
  assert.equal(hand.last('panEnd').y, 2);
});

test('a finger that rests before it leaves throws nothing', () => {
  const hand = fingers();
  hand.down([100, 100]);
  hand.clock.advance(10);
  hand.move([100, 160]);
  hand.clock.advance(200);
  hand.up();
  assert.deepEqual(hand.last('panEnd'), { x: 0, y: 0 });
});

test('two fingers pinch, or swipe, never both', () => {
  const pinch = fingers();
  pinch.down([100, 100]);
  pinch.down([100, 100], [200, 100]);
  pinch.move([80, 100], [220, 100]);
  pinch.move([60, 100], [240, 100]);
  pinch.up(1);
  pinch.move([400, 400]);
  pinch.up(0);
  assert.deepEqual(pinch.names(), ['touch', 'pinch', 'pinchEnd']);
  assert.ok(Math.abs(pinch.last('pinch').factor - 180 / 140) < 0.001);

  const swipe = fingers();
  swipe.down([100, 100]);
  swipe.down([100, 100], [200, 100]);
  swipe.move([60, 102], [160, 102]);
  swipe.move([20, 104], [118, 104]);
  swipe.up(1);
  swipe.up(0);
  assert.deepEqual(swipe.names(), ['touch', 'swipe']);
  assert.equal(swipe.last('swipe'), -1);
});

test('what the browser takes, or a third finger, ends it all', () => {
  const hand = fingers();
  hand.down([100, 100]);
  hand.cancel();
  hand.clock.advance(1000);
  hand.down([100, 100]);
  hand.down([100, 100], [200, 100], [300, 100]);
  hand.up(2);
  hand.up(0);
  assert.deepEqual(hand.names(), ['touch']);
});

test('a throw slows down, goes a bounded way, and is over', () => {
  const fling = new Fling(2, 0);
  const steps = [16, 32, 48, 1000].map((at) => fling.step(at));
  assert.ok(steps[0] > steps[1] && steps[1] > steps[2]);
  assert.equal(fling.isOver(100), false);
  assert.equal(fling.isOver(4000), true);
  const total = new Fling(2, 0).step(1e9);
  assert.ok(total > 300 && total < 1500, String(total));
  const velocity = new Velocity();
  velocity.add(0, 0, 0);
  assert.deepEqual(velocity.read(1), { x: 0, y: 0 });
});

test('pixels become whole steps, and a change of direction starts again', () => {
  const steps = new Steps();
  assert.deepEqual(
    [5, 5, 15, 40].map((px) => steps.add(px, 10)),
    [0, 1, 1, 4],
  );
  assert.equal(steps.add(-9, 10), 0);
  assert.equal(steps.add(-1, 10), -1);
});

test('a picture is zoomed about the fingers, leaves no margin, and shows the cursor', () => {
  const room = { width: 400, height: 800 };
  const picture = { x: 0, y: 300, width: 400, height: 200 };
  assert.deepEqual(within(WHOLE, picture, room), WHOLE);
  const twice = zoomed(WHOLE, 2, { x: 100, y: 400 }, 4);
  assert.deepEqual(twice, { scale: 2, x: -100, y: -400 });
  assert.deepEqual(within(twice, picture, room), { scale: 2, x: -100, y: -400 });
  assert.equal(within({ ...twice, x: 50 }, picture, room).x, 0);
  assert.equal(within({ ...twice, x: -900 }, picture, room).x, -400);
  assert.equal(zoomed(twice, 10, { x: 0, y: 0 }, 4).scale, 4);
  assert.equal(zoomed(twice, 0.1, { x: 0, y: 0 }, 4).scale, 1);
  const box = { x: 390, y: 490, width: 5, height: 10 };
  assert.deepEqual(revealing({ scale: 2, x: 0, y: -400 }, box, { width: 400, height: 400 }), {
    scale: 2,
    x: -390,
    y: -600,
  });
});
