import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { findPaths } from '../../../../static/js/terminal/links/path-text.js';
import { cleanName, fileSize, pastedName } from '../../../../static/js/lib/file-name.js';
import { editCommand, shellQuote } from '../../../../static/js/lib/shell-quote.js';

const ODD = [
  'a',
  '/x/y.png',
  'a b',
  "it's",
  '$HOME',
  '`x`',
  '~',
  '*',
  'a;b',
  '#x',
  '!x',
  '日本',
  '"',
  '\\',
  '🙂',
  'a\nb',
  '\x1b[201~\nrm',
  "a'\t\\",
  '\x9b',
  '$(touch x)',
  'x=y',
  '{a,b}',
];

test('a shell reads a quoted path as it is', () => {
  const words = ODD.map(shellQuote);
  for (const word of words) assert.ok(!/[\x00-\x1f\x7f-\x9f]/.test(word), JSON.stringify(word)); // eslint-disable-line no-control-regex
  const printed = execFileSync('bash', ['-c', `printf '%s\\0' ${words.join(' ')}`]).toString();
  assert.deepEqual(printed.split('\0').slice(0, -1), ODD);
});

test('bytes that are no UTF-8 stay those bytes, a path is never an option', () => {
  const printed = execFileSync('bash', ['-c', `printf '%s' ${shellQuote('/caf\udce9/x')}`]);
  assert.deepEqual(printed, Buffer.from('/caf\xe9/x', 'latin1'));
  assert.equal(shellQuote('-rf'), "'./-rf'");
});

test('the editor opens a file at its line', () => {
  assert.equal(editCommand('a b.py', 12), "$EDITOR +12 'a b.py'");
  assert.equal(editCommand('a.py', null), '$EDITOR a.py');
});

test('names are made what the server takes', () => {
  const names = {
    'a.png': 'a.png',
    '../../.bashrc': '-..-.bashrc',
    '.env': 'env',
    '--help': 'help',
    '  x ': 'x',
    'a\u0000b\n\u202ec': 'abc',
    '': 'file',
    '...': 'file',
    'C:\\a\\b.txt': 'C:-a-b.txt',
  };
  for (const [name, wanted] of Object.entries(names))
    assert.equal(cleanName(name), wanted.replace(/^[-.]+/, ''), name);
  const long = cleanName(`${'é'.repeat(300)}.jpeg`);
  assert.equal(Buffer.byteLength(long), 199);
  assert.ok(long.endsWith('é.jpeg'));
  assert.equal(Buffer.byteLength(cleanName('x'.repeat(300))), 200);
});

test('a pasted picture is called by its time', () => {
  assert.equal(pastedName('image/png', new Date(2026, 0, 2, 3, 4, 5)), 'pasted-20260102-030405.png');
  assert.equal(pastedName('x/y', new Date(2026, 11, 22, 13, 14, 15)), 'pasted-20261222-131415.bin');
});

test('sizes are told as disks count', () => {
  assert.deepEqual([0, 1, 999, 1500, 20_000_000, 104_857_600, 1e13].map(fileSize), [
    '0 bytes',
    '1 byte',
    '999 bytes',
    '1.5 kB',
    '20 MB',
    '105 MB',
    '10 TB',
  ]);
});

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
  for (const [text, wanted] of Object.entries(rows)) assert.deepEqual(places(text), wanted, text);
});

test('what would be a link is the path and its place', () => {
  const text = "at 'a b.py:3' in x.c:4:2.";
  assert.deepEqual(
    findPaths(text).map(({ start, end }) => text.slice(start, end)),
    ['at', 'a b.py:3', 'in', 'x.c:4:2'],
  );
});

test('a line of any length is looked at quickly', () => {
  const found = findPaths(`${'a/'.repeat(50_000)} ${'x '.repeat(50_000)}"${'y'.repeat(50_000)}`);
  assert.ok(found.length <= 60);
});
