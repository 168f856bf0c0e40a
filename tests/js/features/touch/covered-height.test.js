import assert from 'node:assert/strict';
import { test } from 'node:test';

import { roomWithCovered } from '../../../../static/js/terminal/geometry.js';
import { CoveredHeight } from '../../../../static/js/features/touch/covered-height.js';

test('the terminal keeps its height under a keyboard, and is made smaller only on request', () => {
  let taken = 0;
  let stage = 700;
  const covered = new CoveredHeight(() => taken);
  const take = (px) => {
    stage -= px - taken;
    taken = px;
    return stage + covered.px;
  };
  assert.equal(take(340), 700);
  assert.equal(take(440), 700);
  assert.equal(covered.fitted, false);
  covered.fit();
  assert.deepEqual([stage + covered.px, covered.fitted], [260, true]);
  assert.equal(take(500), 260);
  assert.equal(take(340), 260);
  assert.equal(take(0), 700);
  assert.equal(take(340), 700);
  covered.fit();
  covered.unfit();
  assert.deepEqual([stage + covered.px, covered.fitted], [700, false]);
});

test('a rounded height does not change the room, another width or height does', () => {
  const settled = { width: 390, height: 700 };
  assert.deepEqual(roomWithCovered({ width: 390, height: 356 }, 343.4, settled), settled);
  assert.deepEqual(roomWithCovered({ width: 390, height: 356 }, 300, settled), { width: 390, height: 656 });
  assert.deepEqual(roomWithCovered({ width: 844, height: 356 }, 343.4, settled), {
    width: 844,
    height: 699.4,
  });
  assert.deepEqual(roomWithCovered({ width: 390, height: 356 }, 0, settled), { width: 390, height: 356 });
});
