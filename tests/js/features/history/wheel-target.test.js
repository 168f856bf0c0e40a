/** Whose a turn of the mouse wheel is, and how far it went. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownerOf, pixelsOf } from '../../../../static/js/features/history/wheel-owner.js';

const SHELL = { shift: false, up: true, types: true, usesMouse: false, fills: false };

test('the wheel goes to who takes it, and into the history where nobody does', () => {
  const owner = (change) => ownerOf({ ...SHELL, ...change });
  assert.equal(owner({}), 'history');
  assert.equal(owner({ fills: true }), 'terminal');
  assert.equal(owner({ fills: null }), 'ask');
  assert.equal(owner({ usesMouse: true, fills: null }), 'terminal');
  assert.equal(owner({ shift: true, usesMouse: true }), 'history');
  assert.equal(owner({ shift: true, up: false }), 'terminal');
});

test('nothing is typed for who only looks, whatever the pane shows', () => {
  for (const fills of [true, false, null]) {
    for (const usesMouse of [true, false])
      assert.equal(ownerOf({ ...SHELL, types: false, usesMouse, fills }), 'history');
  }
});

test('a wheel counts in pixels, lines or pages, and sideways with Shift', () => {
  const turn = { deltaX: 0, deltaY: -3, deltaMode: 0, shiftKey: false };
  assert.equal(pixelsOf(turn, 10), -3);
  assert.equal(pixelsOf({ ...turn, deltaMode: 1 }, 10), -36);
  assert.equal(pixelsOf({ ...turn, deltaMode: 2 }, 10), -720);
  assert.equal(pixelsOf({ ...turn, deltaX: -5, deltaY: 0 }, 10), 0);
  assert.equal(pixelsOf({ ...turn, deltaX: -5, deltaY: 0, shiftKey: true }, 10), -5);
});
