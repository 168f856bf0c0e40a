import assert from 'node:assert/strict';
import { test } from 'node:test';

import { paletteOf } from '../../../../static/js/terminal/render/palettes.js';
import { coloursOf, isBlank } from '../../../../static/js/features/sessions/preview.js';
import { contrast } from '../../../../static/js/lib/colour.js';
import { lastUsed, topRow } from '../../../../static/js/lib/crop.js';
import { runsOf } from '../../../../static/js/wire/sgr.js';

const at = (y, visible = true) => ({ x: 0, y, visible });
const written =
  (...rows) =>
  (y) =>
    !rows.includes(y);

test('the last row in use is the last that shows something, or the row of a cursor below it', () => {
  assert.equal(lastUsed(40, written(0, 12), at(3)), 12);
  assert.equal(lastUsed(40, written(0, 12), at(20)), 20);
  assert.equal(lastUsed(40, written(0), at(20, false)), 0);
  assert.equal(lastUsed(40, written(), at(0, false)), -1);
});

test('a screen that fits is shown from its first row', () => {
  assert.equal(topRow(10, 14, { last: 9, cursor: at(9) }), 0);
  assert.equal(topRow(40, 14, { last: 13, cursor: at(13) }), 0);
});

test('a screen that does not fit is shown up to its last row in use', () => {
  assert.equal(topRow(40, 14, { last: 39, cursor: at(39) }), 26);
  assert.equal(topRow(40, 14, { last: 20, cursor: null }), 7);
});

test('a visible cursor above those rows moves them, so that it is in the middle', () => {
  assert.equal(topRow(40, 14, { last: 39, cursor: at(18) }), 11);
  assert.equal(topRow(40, 14, { last: 39, cursor: at(2) }), 0);
  assert.equal(topRow(40, 14, { last: 39, cursor: at(2, false) }), 26);
});

test('a row of spaces shows something if it has a background', () => {
  assert.ok(isBlank(runsOf('   ')));
  assert.ok(isBlank(runsOf('\x1b[31m  \x1b[8mhidden')));
  assert.ok(!isBlank(runsOf('\x1b[41m  ')));
  assert.ok(!isBlank(runsOf('\x1b[7m  ')));
  assert.ok(!isBlank(runsOf(' x')));
});

test('colours come from the palette, the cube and the greys', () => {
  const palette = { foreground: '#ffffff', background: '#000000', red: '#500000', brightBlue: '#a0c0ff' };
  const look = (fg, bg, inverse = false) => coloursOf({ fg, bg, inverse }, palette);
  assert.deepEqual(look(null, null), ['#ffffff', '#000000']);
  assert.deepEqual(look(1, 12, true), ['#a0c0ff', '#500000']);
  assert.deepEqual(look(16 + 36 + 12 + 3, 233), ['#5f87af', '#121212']);
  assert.deepEqual(look('#f1f2f3', null), ['#f1f2f3', '#000000']);
});

test('text on any background has enough contrast, as in the terminal', () => {
  const palette = paletteOf('light');
  for (const [fg, bg] of [
    [0, 2],
    [0, 22],
    [null, 4],
    [7, 4],
    [4, 0],
  ]) {
    const [ink, paper] = coloursOf({ fg, bg, inverse: false }, palette);
    assert.ok(contrast(ink, paper) >= 4.5, `${fg} on ${bg}`);
  }
});
