import assert from 'node:assert/strict';
import { test } from 'node:test';

import { characterCount } from '../../../../static/js/features/clipboard/typed-bytes.js';

const bytes = (text) => new TextEncoder().encode(text);

test('characters are counted, not bytes', () => {
  assert.equal(characterCount(bytes('')), 0);
  assert.equal(characterCount(bytes('pass\x03word\r')), 10);
  assert.equal(characterCount(bytes('größe 日本 🪄')), 10);
});

test('paste marks are not counted', () => {
  assert.equal(characterCount(bytes('a\x1b[200~zwölf\nЖ\x1b[201~b')), 9);
  assert.equal(characterCount(bytes('\x1b[A')), 3);
});
