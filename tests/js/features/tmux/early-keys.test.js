import assert from 'node:assert/strict';
import { test } from 'node:test';

import { EarlyKeys, textOfPrefix } from '../../../../static/js/features/tmux/early-keys.js';

const bytes = (text) => new TextEncoder().encode(text);

/** What is typed as soon as nothing is held any longer. */
function released(early) {
  const typed = [];
  early.release((one, options) => typed.push([new TextDecoder().decode(one), options]));
  return typed;
}

test('keys of tmux are held as a terminal sends them', () => {
  const names = ['C-b', 'C-Space', 'C-]', 'M-a', 'M-C-x', '`', 'F12', 'None', ''];
  assert.deepEqual(names.map(textOfPrefix), ['\x02', '\0', '\x1d', '\x1ba', '\x1b\x18', '`', '', '', '']);
});

test('from a prefix on everything is held, in order and once', () => {
  const early = new EarlyKeys('C-b C-a');
  assert.equal(early.holds(bytes('l'), {}), false);
  for (const text of ['\x02', 'c', 'ls\r']) assert.equal(early.holds(bytes(text), { pane: 3 }), true);
  assert.deepEqual(released(early), [
    ['\x02', { pane: 3 }],
    ['c', { pane: 3 }],
    ['ls\r', { pane: 3 }],
  ]);
  assert.deepEqual(released(early), []);
  assert.equal(early.holds(bytes('\x01'), {}), false);
});

test('without a prefix nothing is held', () => {
  const early = new EarlyKeys('');
  assert.equal(early.holds(bytes('\x02'), {}), false);
});
