import assert from 'node:assert/strict';
import { test } from 'node:test';

import { linesOfDiff, pairs, remarkOf } from '../../../../static/js/features/changes/diff-lines.js';

const DIFF = `diff --git a/x b/x
index 1..2 100644
--- a/x
+++ b/x
@@ -1,4 +1,4 @@ def f():
 one
-two words
--- three
+two other words
+++ four
 five
@@ -20 +20,2 @@
-end
\\ No newline at end of file
+end
+more
`;

test('lines have their kind and their numbers on both sides', () => {
  const lines = linesOfDiff(DIFF);
  assert.deepEqual(
    lines.map(({ kind, before, after }) => [kind[0], before, after]),
    [
      ['h', null, null],
      ['s', 1, 1],
      ['r', 2, null],
      ['r', 3, null],
      ['a', null, 2],
      ['a', null, 3],
      ['s', 4, 4],
      ['h', null, null],
      ['r', 20, null],
      ['n', null, null],
      ['a', null, 20],
      ['a', null, 21],
    ],
  );
  assert.equal(lines[0].text, '@@ -1,4 +1,4 @@ def f():');
  assert.equal(lines[3].text, '-- three');
});

test('a removed line stands beside the one that replaces it', () => {
  const rows = pairs(linesOfDiff(DIFF)).map((row) => row.map((line) => line?.text ?? null));
  assert.deepEqual(rows.slice(1, 5), [
    ['one', 'one'],
    ['two words', 'two other words'],
    ['-- three', '++ four'],
    ['five', 'five'],
  ]);
  assert.deepEqual(rows.at(-1), [null, 'more']);
});

test('the words that changed are marked, if the lines have enough in common', () => {
  const marked = (before, after) =>
    linesOfDiff(`@@ -1 +1 @@\n-${before}\n+${after}\n`)
      .slice(1)
      .map(({ text, changed }) => changed && text.slice(...changed));
  assert.deepEqual(marked('call(a, first)', 'call(a, second)'), ['first', 'second']);
  assert.deepEqual(marked('return x', 'return x + 1'), ['x', 'x + 1']);
  assert.deepEqual(marked('nothing', 'everything is new'), [undefined, undefined]);
  assert.deepEqual(marked('say 😀 now', 'say 😁 now'), ['😀', '😁']);
});

test('long lines are shortened, and 20,000 lines are read at once', () => {
  const [, line] = linesOfDiff(`@@ -0,0 +1 @@\n+${'x'.repeat(1_000_000)}\n`);
  assert.equal(line.text.length < 2100, true);
  const many = linesOfDiff(`@@ -0,0 +1,20000 @@\n${'+x\n'.repeat(20_000)}`);
  assert.equal(many.length, 20_001);
});

test('a difference without lines says why', () => {
  assert.equal(
    remarkOf('diff --git a/x b/x\nBinary files a/x and b/x differ\n'),
    'Binary files a/x and b/x differ',
  );
  assert.equal(remarkOf(''), '');
  assert.deepEqual(linesOfDiff('diff --git a/x b/x\nold mode 100644\nnew mode 100755\n'), []);
});
