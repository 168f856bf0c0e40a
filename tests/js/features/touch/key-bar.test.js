import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage();
const { KeyBar } = await import('../../../../static/js/features/touch/key-bar.js');
const { StickyKeys } = await import('../../../../static/js/features/touch/sticky-keys.js');

function barOf() {
  const calls = { typed: [], actions: [] };
  const page = {
    settings: { get: () => ['esc', 'ctrl', 'up', 'paste'], watch: (_name, listener) => listener() },
    actions: { run: (id) => calls.actions.push(id) },
  };
  const sticky = new StickyKeys((modifiers) => bar.showModifiers(modifiers));
  const touch = {
    rowPx: 10,
    applicationCursor: false,
    flush: () => {},
    type: (text) => calls.typed.push(text),
  };
  const bar = new KeyBar(page, { touch, sticky, toggleKeyboard: () => {}, tools: [] });
  const key = (label) => bar.element.querySelector(`[aria-label="${label}"]`);
  return { bar, calls, key };
}

test('a key types its text, or runs an action', () => {
  const { calls, key } = barOf();
  key('Up').click();
  key('Paste').click();
  assert.deepEqual(calls, { typed: ['\x1b[A'], actions: ['paste'] });
});

test('a modifier is for the next key, and says so', () => {
  const { calls, key } = barOf();
  key('Ctrl').click();
  assert.equal(key('Ctrl, on for the next key').getAttribute('aria-pressed'), 'true');
  key('Up').click();
  assert.deepEqual(calls.typed, ['\x1b[1;5A']);
  assert.equal(key('Ctrl').getAttribute('aria-pressed'), 'false');
});

test('a button shows the additional keys', () => {
  const { bar, key } = barOf();
  const more = bar.element.querySelector('.touch-more');
  key('More keys').click();
  assert.deepEqual([more.hidden, key('More keys').getAttribute('aria-expanded')], [false, 'true']);
  bar.showMore(false);
  assert.equal(more.hidden, true);
});
