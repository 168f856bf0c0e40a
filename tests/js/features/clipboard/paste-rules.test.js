import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  asOneLine,
  isRisky,
  linesOf,
  pasteBytes,
  visibleParts,
  withoutPasteMarks,
} from '../../../../static/js/features/clipboard/paste-rules.js';

test('a line end at the end of a text begins no other line', () => {
  assert.deepEqual(linesOf('a'), ['a']);
  assert.deepEqual(linesOf('a\nb\r\nc\rd\n'), ['a', 'b', 'c', 'd']);
  assert.deepEqual(linesOf('a\n\n'), ['a', '']);
});

test('a text is risky if it has a line end or a control character', () => {
  for (const text of ['a\nb', 'rm -rf x\n', 'a\rb', 'a\x1b[31m', 'a\x03', '\x9b', '\x7f'])
    assert.ok(isRisky(text), JSON.stringify(text));
  for (const text of ['', 'a b', 'a\tb', 'é日本🙂']) assert.ok(!isRisky(text), text);
});

test('one line has no line end and no control character', () => {
  assert.equal(asOneLine('  cd x\n\n   make \\\r\n\tinstall\n'), 'cd x make \\ install');
  assert.equal(asOneLine('a\x1b[31mb\x03'), 'a[31mb');
});

test('a text cannot end its own paste', () => {
  assert.equal(withoutPasteMarks('a\x1b[201~b\x9b201~c\x1b[200~d'), 'abcd');
  assert.equal(withoutPasteMarks('\x1b[20\x1b[201~1~x'), 'x');
  assert.equal(new TextDecoder().decode(pasteBytes('a\r\nb\nc\x1b[201~', true)), '\x1b[200~a\rb\rc\x1b[201~');
  assert.equal(new TextDecoder().decode(pasteBytes('a\nb', false)), 'a\rb');
});

test('control characters are shown as keys', () => {
  const key = (text) => ({ key: true, text });
  const plain = (text) => ({ key: false, text });
  assert.deepEqual(visibleParts('a\x1b[A\x00\x7f\x9b\tb\n'), [
    plain('a'),
    key('^['),
    plain('[A'),
    key('^@'),
    key('^?'),
    key('<9b>'),
    plain('\tb\n'),
  ]);
  assert.deepEqual(visibleParts(''), []);
});
