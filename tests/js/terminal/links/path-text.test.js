import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findPaths } from '../../../../static/js/terminal/links/path-text.js';

const places = (text) =>
  findPaths(text).map(({ path, line, column }) =>
    [path, line, column].filter((one) => one !== null).join('|'),
  );

test('paths are found with their lines and columns', () => {
  const rows = {
    'src/main.py:12:5: error': ['src/main.py|12|5', 'error'],
    './x.js:3 and ../y': ['./x.js|3', 'and', '../y'],
    '~/notes.md, /etc/passwd.': ['~/notes.md', '/etc/passwd'],
    '\'sub dir/a b.txt\' "c d"': ['sub dir/a b.txt', 'c d'],
    '  File "/x/y.py", line 7, in f': ['File', '/x/y.py|7', 'line', 'in'],
    '(see docs/a.md)': ['see', 'docs/a.md'],
    '--file=out.log -rf': ['out.log'],
    'https://example.org/a/b': [],
    'src/│lib/': ['src/', 'lib/'],
    'M  日本/ü.txt': ['日本/ü.txt'],
    '. .. / :: --': [],
  };
  for (const [text, expected] of Object.entries(rows)) assert.deepEqual(places(text), expected, text);
});

test('a link covers the path with its line and column', () => {
  const text = "at 'a b.py:3' in x.c:4:2.";
  assert.deepEqual(
    findPaths(text).map(({ start, end }) => text.slice(start, end)),
    ['at', 'a b.py:3', 'in', 'x.c:4:2'],
  );
});

test('a long line is searched quickly', () => {
  const found = findPaths(`${'a/'.repeat(50_000)} ${'x '.repeat(50_000)}"${'y'.repeat(50_000)}`);
  assert.ok(found.length <= 60);
});
