import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cleanName, fileSize, pastedName } from '../../../static/js/lib/file-name.js';

test('a cleaned name is accepted by the server', () => {
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
  for (const [name, expected] of Object.entries(names))
    assert.equal(cleanName(name), expected.replace(/^[-.]+/, ''), name);
  const long = cleanName(`${'é'.repeat(300)}.jpeg`);
  assert.equal(Buffer.byteLength(long), 199);
  assert.ok(long.endsWith('é.jpeg'));
  assert.equal(Buffer.byteLength(cleanName('x'.repeat(300))), 200);
});

test('the name of a pasted picture has its time', () => {
  assert.equal(pastedName('image/png', new Date(2026, 0, 2, 3, 4, 5)), 'pasted-20260102-030405.png');
  assert.equal(pastedName('x/y', new Date(2026, 11, 22, 13, 14, 15)), 'pasted-20261222-131415.bin');
});

test('sizes have decimal units, like those of disks', () => {
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
