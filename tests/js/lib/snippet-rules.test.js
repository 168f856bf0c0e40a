import assert from 'node:assert/strict';
import { test } from 'node:test';

import { exported, imported } from '../../../static/js/net/settings-file.js';
import { Settings } from '../../../static/js/net/user-settings.js';
import {
  COUNT_MAX,
  cleaned,
  isTyped,
  moved,
  previewOf,
  problemIn,
  problemOf,
} from '../../../static/js/lib/snippet-rules.js';

const good = { name: 'Deploy', text: 'make deploy', enter: true };

test('a snippet has a name, a text within bounds and no control characters', () => {
  assert.equal(problemOf(good), '');
  assert.equal(problemOf({ ...good, text: 'a\tb\nc' }), '');
  const bad = [
    { name: ' ' },
    { name: 'a\nb' },
    { name: 'x'.repeat(65) },
    { text: '' },
    { text: '\x1b[201~' },
    { text: 'a\rb' },
    { text: 'é'.repeat(2049) },
    { enter: 1 },
    { more: 1 },
  ];
  for (const change of bad)
    assert.match(problemOf({ ...good, ...change }), /^(A|Enter|The) .*\.$/, JSON.stringify(change));
});

test('all of them are bounded as well', () => {
  assert.equal(problemIn(Array(COUNT_MAX).fill(good)), '');
  assert.match(problemIn(Array(COUNT_MAX + 1).fill(good)), /100 snippets/);
  assert.match(problemIn(Array(5).fill({ ...good, text: 'x'.repeat(4000) })), /16 KB/);
});

test('what is kept is clean; order changes; a preview is one line', () => {
  assert.deepEqual(cleaned({ name: ' a ', text: 'b\r\nc\rd', enter: false }), {
    name: 'a',
    text: 'b\nc\nd',
    enter: false,
  });
  assert.deepEqual(
    [moved(['a', 'b', 'c'], 0, 2), moved(['a', 'b', 'c'], 2, 1)],
    [
      ['b', 'c', 'a'],
      ['a', 'c', 'b'],
    ],
  );
  assert.equal(previewOf({ text: 'a\n  b\tc\n' }), 'a ⏎ b c');
  assert.equal(previewOf({ text: 'x'.repeat(200) }).length, 81);
});

test('one line is typed, lines and tabs are pasted', () => {
  assert.deepEqual(['ls -l é', 'a\nb', 'a\tb'].map(isTyped), [true, false, false]);
});

test('they go into the file of settings and come back, never with control characters', () => {
  const text = exported(new Settings({ snippets: [good] }));
  assert.deepEqual(imported(text, new Settings({})).changes, { snippets: [good] });
  const wrong = imported(text.replace('make deploy', 'make\\u001b'), new Settings({}));
  assert.deepEqual([wrong.changes, wrong.skipped.map(({ name }) => name)], [{}, ['snippets']]);
  assert.deepEqual(imported(text.replace('"Deploy"', 'null'), new Settings({})).changes, {});
});
