import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, settled } from '../../page.js';

makePage('<div id="layer"></div>');
const { TouchScroll } = await import('../../../../static/js/features/touch/touch-scroll.js');

const AT = { x: 5, y: 5 };

/** A terminal with rows of 10 px. */
function scrollOf({ wantsMouse = false, pane = {}, buffer = null } = {}) {
  const calls = { typed: [], wheel: [], lines: [] };
  const page = {
    mayType: () => true,
    events: { on: () => {} },
    layer: document.querySelector('#layer'),
    subscription: { command: async () => pane },
    panes: buffer && {},
  };
  const touch = {
    wantsMouse,
    rowPx: 10,
    applicationCursor: false,
    type: (text) => calls.typed.push(text),
    wheel: (direction) => calls.wheel.push(direction),
    scrollAt: () => (buffer === 'normal' ? (rows) => rows !== 0 && calls.lines.push(rows) : null),
  };
  return { calls, scroll: new TouchScroll(page, touch) };
}

test('a program that uses the mouse gets a step of the wheel for three rows', () => {
  const { calls, scroll } = scrollOf({ wantsMouse: true });
  scroll.by(65, AT);
  assert.deepEqual(calls.wheel, [-1, -1]);
  scroll.by(-60, AT);
  assert.deepEqual(calls.wheel.slice(2), [1, 1]);
});

test('a program that fills the pane gets an arrow for each row, once that is known', async () => {
  const { calls, scroll } = scrollOf({ pane: { alternate: true } });
  scroll.by(25, AT);
  assert.deepEqual(calls.typed, []);
  await settled();
  scroll.by(5, AT);
  assert.deepEqual(calls.typed, ['\x1b[A', '\x1b[A', '\x1b[A']);
});

test('one gesture types at most ten arrows', async () => {
  const { calls, scroll } = scrollOf({ pane: { mode: 'copy-mode' } });
  scroll.by(-500, AT);
  await settled();
  scroll.by(-500, AT);
  assert.equal(calls.typed.length, 10);
  scroll.stop();
  scroll.by(-20, AT);
  await settled();
  scroll.by(-20, AT);
  assert.equal(calls.typed.length, 14);
});

test('a pane of its own scrolls its rows, and arrows go to a program that fills it', async () => {
  const shell = scrollOf({ buffer: 'normal' });
  shell.scroll.by(25, AT);
  await settled();
  shell.scroll.by(10, AT);
  assert.deepEqual([shell.calls.typed, shell.calls.lines], [[], [-2, -1]]);
  const vim = scrollOf({ buffer: 'alternate' });
  vim.scroll.by(25, AT);
  await settled();
  vim.scroll.by(5, AT);
  assert.deepEqual([vim.calls.typed.length, vim.calls.lines], [3, []]);
});
