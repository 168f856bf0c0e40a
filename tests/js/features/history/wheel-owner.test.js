/** Who gets the mouse wheel, and how far it moves. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  nativeWheelOwner,
  pixelsOf,
  wheelOwner,
} from '../../../../static/js/features/history/wheel-owner.js';

const SHELL = { shift: false, up: true, mayType: true, usesMouse: false, fills: false };

test('the wheel goes to a program that uses it, otherwise to the history', () => {
  const owner = (change) => wheelOwner({ ...SHELL, ...change });
  assert.equal(owner({}), 'history');
  assert.equal(owner({ fills: true }), 'terminal');
  assert.equal(owner({ fills: null }), 'ask');
  assert.equal(owner({ usesMouse: true, fills: null }), 'terminal');
  assert.equal(owner({ shift: true, usesMouse: true }), 'history');
  assert.equal(owner({ shift: true, up: false }), 'terminal');
});

test('a viewer types nothing, whatever the pane shows', () => {
  for (const fills of [true, false, null]) {
    for (const usesMouse of [true, false])
      assert.equal(wheelOwner({ ...SHELL, mayType: false, usesMouse, fills }), 'history');
  }
});

test('a wheel counts in pixels, lines or pages, and sideways with Shift', () => {
  const event = { deltaX: 0, deltaY: -3, deltaMode: 0, shiftKey: false };
  assert.equal(pixelsOf(event, 10), -3);
  assert.equal(pixelsOf({ ...event, deltaMode: 1 }, 10), -36);
  assert.equal(pixelsOf({ ...event, deltaMode: 2 }, 10), -720);
  assert.equal(pixelsOf({ ...event, deltaX: -5, deltaY: 0 }, 10), 0);
  assert.equal(pixelsOf({ ...event, deltaX: -5, deltaY: 0, shiftKey: true }, 10), -5);
});

test('a pane with its own terminal scrolls by itself, unless a program has its screen or the mouse', () => {
  const shell = { shift: false, up: true, mayType: true, usesMouse: false, alternate: false };
  const owner = (change) => nativeWheelOwner({ ...shell, ...change });
  assert.equal(owner({}), 'terminal');
  assert.equal(owner({ mayType: false }), 'terminal');
  assert.equal(owner({ shift: true }), 'history');
  for (const program of [{ usesMouse: true }, { alternate: true }]) {
    assert.equal(owner(program), 'terminal');
    assert.equal(owner({ ...program, shift: true }), 'history');
    assert.equal(owner({ ...program, shift: true, up: false }), 'terminal');
    assert.equal(owner({ ...program, mayType: false }), 'history');
  }
});
