import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  badgesOf,
  adjacent,
  endsSomething,
  neighbour,
  windowLabel,
} from '../../../static/js/lib/window-model.js';

const windows = [
  { id: '@1', index: 0, name: 'sh' },
  { id: '@4', index: 2, name: 'vim' },
  { id: '@2', index: 7, name: 'logs' },
];

test('the next window goes round, the one beside does not', () => {
  assert.equal(neighbour(windows, '@2', 1).id, '@1');
  assert.equal(neighbour(windows, '@1', -1).id, '@2');
  assert.equal(neighbour(windows, '@9', 1), null);
  assert.equal(neighbour([windows[0]], '@1', 1), null);
  assert.equal(adjacent(windows, '@1', 1).id, '@4');
  assert.equal(adjacent(windows, '@1', -1), null);
  assert.equal(adjacent(windows, '@9', 1), null);
  assert.equal(windowLabel(windows[1]), '2: vim');
});

test('badges have a glyph and a word each, the most urgent first, also of servers that tell less', () => {
  assert.deepEqual(
    badgesOf({ activity: true, bell: true, silence: false, done: true }).map(({ kind }) => kind),
    ['bell', 'done', 'activity'],
  );
  assert.deepEqual(badgesOf({}), []);
  const all = badgesOf({ bell: true, done: true, activity: true, silence: true });
  assert.equal(new Set(all.map(({ glyph }) => glyph)).size, 4);
  assert.ok(all.every(({ text }) => text));
});

test('only a shell that waits is closed without a question', () => {
  for (const command of ['bash', '-zsh', '/usr/bin/fish', 'sh'])
    assert.equal(endsSomething({ panes: 1, command }), false, command);
  for (const window of [
    { panes: 1, command: 'vim' },
    { panes: 2, command: 'bash' },
    { panes: 1 },
    { panes: 1, command: 'bash -c x' },
  ]) {
    assert.equal(endsSomething(window), true, JSON.stringify(window));
  }
});
