import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LETTERS, findHints, labelled, labelsFor } from '../../../../static/js/terminal/links/hint-text.js';

const texts = (line) => findHints(line).map(({ kind, text }) => `${kind} ${text}`);

test('addresses, paths and hashes are found', () => {
  const rows = [
    ['see https://example.org/a?b=1.', ['address https://example.org/a?b=1']],
    ['  modified:   src/lib/main.rs', ['path src/lib/main.rs']],
    ['src/a.c:12:3: error: x', ['path src/a.c:12:3']],
    ['edit README.md, then ./run', ['path README.md', 'path ./run']],
    ['4af842f5 release: 0.2.0', ['hash 4af842f5']],
    ['id 550e8400-e29b-41d4-a716-446655440000', ['hash 550e8400-e29b-41d4-a716-446655440000']],
    ['~/notes /etc', ['path ~/notes', 'path /etc']],
    ['sha256:9f86d081884c7d659a2feaa0c55ad015', ['hash sha256:9f86d081884c7d659a2feaa0c55ad015']],
  ];
  for (const [line, found] of rows) assert.deepEqual(texts(line), found, line);
});

test('words, numbers and signs are not', () => {
  const lines = ['deadbeef facade', '1234567890', 'a b', '- / \\ 0.2.0 1.5', 'e.g. this', '$ ls -l'];
  for (const line of lines) assert.deepEqual(texts(line), [], line);
});

test('a place in the text is exact, and nothing is found twice', () => {
  const line = 'a https://x.org/4af842f5 b';
  assert.deepEqual(findHints(line), [{ kind: 'address', text: 'https://x.org/4af842f5', start: 2, end: 24 }]);
  const text = `${'a/b '.repeat(50)}https://x.org`;
  for (const { start, end, text: found } of findHints(text)) assert.equal(text.slice(start, end), found);
});

test('no label begins another one, and few are short', () => {
  assert.deepEqual(labelsFor(3), ['a', 's', 'd']);
  for (const count of [26, 27, 51, 52, 300, 676]) {
    const labels = labelsFor(count);
    assert.equal(new Set(labels).size, count);
    for (const label of labels)
      assert.ok(!labels.some((other) => other !== label && other.startsWith(label)), label);
  }
  assert.equal(labelsFor(9999).length, LETTERS.length ** 2);
});

test('the last place has the first label, and equal texts have one', () => {
  const found = labelled([{ text: 'x' }, { text: 'y' }, { text: 'x' }]);
  assert.deepEqual(
    found.map(({ label }) => label),
    ['a', 's', 'a'],
  );
});

test('a hostile line takes no long time', () => {
  const begin = performance.now();
  findHints('a/'.repeat(50_000));
  findHints('0a'.repeat(50_000));
  findHints('9'.repeat(100_000));
  assert.ok(performance.now() - begin < 2_000);
});
