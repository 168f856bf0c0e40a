import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CopyMode, isWheelUp } from '../../../../static/js/features/history/copy-mode.js';

const bytes = (text) => new TextEncoder().encode(text);
const WHEEL = bytes('\x1b[<64;10;5M');
const windows = (mode, id = '@1') => [
  { id, active: true, mode },
  { id: '@9', active: false, mode: 'copy-mode' },
];

function scrolled() {
  const copyMode = new CopyMode();
  copyMode.show(windows(''));
  copyMode.report(WHEEL);
  return copyMode;
}

test('a mouse report of the wheel up is recognised', () => {
  for (const text of ['\x1b[<64;10;5M', '\x1b[<68;1;1M', '\x1b[M`!!'])
    assert.equal(isWheelUp(bytes(text)), true, text);
  for (const text of ['\x1b[<65;10;5M', '\x1b[<66;1;1M', '\x1b[<0;10;5M', '\x1b[Ma!!', '\x1b[I', 'a'])
    assert.equal(isWheelUp(bytes(text)), false, text);
});

test('only the first key after the wheel leaves the mode, also before tmux reports it', () => {
  for (const reported of [false, true]) {
    const copyMode = scrolled();
    if (reported) copyMode.show(windows('copy-mode'));
    assert.equal(copyMode.leavesFor(bytes('y'), false), true);
    assert.equal(copyMode.leavesFor(bytes('e'), false), false);
  }
  for (const key of ['\r', '\x03', '\x7f', 'é', '\x1bb', '\x1b[3~', '\x1bOP', '\x1b[15~'])
    assert.equal(scrolled().leavesFor(bytes(key), false), true, key);
});

test('keys that move in the mode do not leave it', () => {
  const copyMode = scrolled();
  for (const key of ['\x1b', '\x1b[A', '\x1bOB', '\x1b[1;2A', '\x1b[5~', '\x1b[6;2~', '\x1b[H', '\x1b[4~'])
    assert.equal(copyMode.leavesFor(bytes(key), false), false, key);
  assert.equal(copyMode.leavesFor(bytes('q'), false), true);
});

test('if a key of tmux started the mode, keys stay in it, and inserted text leaves it', () => {
  const copyMode = new CopyMode();
  copyMode.show(windows('copy-mode'));
  copyMode.report(WHEEL); // scrolling in it
  assert.equal(copyMode.leavesFor(bytes('/'), false), false);
  assert.equal(copyMode.leavesFor(bytes('y'), true), true);
  assert.equal(copyMode.leavesFor(bytes('please continue'), false), true);
  assert.equal(copyMode.leavesFor(bytes('\x1b[200~y\x1b[201~'), false), true);
});

test('keys are typed when the mode has ended, and in another window', () => {
  const copyMode = scrolled();
  copyMode.show(windows('copy-mode'));
  copyMode.show(windows('copy-mode', '@2'));
  assert.equal(copyMode.leavesFor(bytes('y'), false), false);
  copyMode.show(windows('copy-mode'));
  copyMode.show(windows(''));
  assert.equal(copyMode.leavesFor(bytes('y'), false), false);
});
