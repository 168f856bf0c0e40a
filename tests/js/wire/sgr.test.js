import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cellsOf, runsOf } from '../../../static/js/wire/sgr.js';

const looks = (row) => runsOf(row).map(({ at, text, style }) => [at, text, style.fg, style.bg]);

test('a plain row is one run', () => {
  assert.deepEqual(looks('$ ls'), [[0, '$ ls', null, null]]);
  assert.deepEqual(runsOf(''), []);
});

test('colours of every kind are distinguished, and end', () => {
  assert.deepEqual(looks('a\x1b[31mb\x1b[1;97;44mc\x1b[0md'), [
    [0, 'a', null, null],
    [1, 'b', 1, null],
    [2, 'c', 15, 4],
    [3, 'd', null, null],
  ]);
  assert.deepEqual(looks('\x1b[38;5;208ma\x1b[48;2;1;2;255mb\x1b[39mc\x1b[49md'), [
    [0, 'a', 208, null],
    [1, 'b', 208, '#0102ff'],
    [2, 'c', null, '#0102ff'],
    [3, 'd', null, null],
  ]);
  assert.deepEqual(looks('\x1b[100ma'), [[0, 'a', null, 8]]);
  assert.equal(runsOf('\x1b[58;5;3;7ma')[0].style.inverse, true);
});

test('a pane of a split begins in its column', () => {
  assert.deepEqual(
    runsOf('\x1b[1Gab\x1b[53G│\x1b[31mc').map(({ at, text }) => [at, text]),
    [
      [0, 'ab'],
      [52, '│'],
      [53, 'c'],
    ],
  );
});

test('attributes are kept and undone', () => {
  const [bold, none] = runsOf('\x1b[1;2;8ma\x1b[22;28mb');
  assert.deepEqual([bold.style.bold, bold.style.dim, bold.style.hidden], [true, true, true]);
  assert.deepEqual([none.style.bold, none.style.dim, none.style.hidden], [false, false, false]);
});

test('links and what is no colour are left out', () => {
  assert.deepEqual(looks('a\x1b]8;;http://x\x1b\\b\x1b]8;;\x07c'), [
    [0, 'a', null, null],
    [1, 'b', null, null],
    [2, 'c', null, null],
  ]);
  assert.deepEqual(looks('a\x1b'), [[0, 'a', null, null]]);
});

test('wide and combining characters take the columns they take in tmux', () => {
  assert.equal(cellsOf('日本'), 4);
  assert.equal(cellsOf('e\u0301'), 1);
  assert.equal(cellsOf('😀'), 2);
  assert.deepEqual(
    runsOf('日\x1b[31mx').map(({ at }) => at),
    [0, 2],
  );
});
