import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage();
const { keyboardControls } = await import('../../../../static/js/features/touch/keyboard-controls.js');

function controlsOf({ isUp = false, composing = false }) {
  const calls = [];
  const page = { focus: () => calls.push('focus') };
  const touch = {
    hasFocus: true,
    blur: () => calls.push('blur terminal'),
    wantKeyboard: (on) => calls.push(`keyboard ${on}`),
  };
  const compose = {
    shown: composing,
    hasFocus: composing,
    focus: () => calls.push('focus composer'),
    blur: () => calls.push('blur composer'),
  };
  const { toggle } = keyboardControls(page, { touch, compose, keyboard: { isUp } });
  calls.length = 0;
  toggle();
  return calls;
}

test('the keyboard opens for the terminal, also if that has the focus already', () => {
  assert.deepEqual(controlsOf({}), ['keyboard true', 'blur terminal', 'focus']);
});

test('the terminal has the focus after the keyboard has closed', () => {
  assert.deepEqual(controlsOf({ isUp: true }), ['blur terminal', 'keyboard false', 'focus']);
});

test('while the composer is open, the keyboard is for it', () => {
  assert.deepEqual(controlsOf({ composing: true }), ['focus composer']);
  assert.deepEqual(controlsOf({ composing: true, isUp: true }), ['blur composer']);
});
