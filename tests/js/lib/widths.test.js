import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Widths, joins, widthOf } from '../../../static/js/lib/widths.js';

// U+0300-036F, the joiners and U+FE00-FE0F take none; kana, CJK and emoji two.
const ZERO = 'lc.34 5nf.5 17u8.g';
const WIDE = '9j5.m2n 1uyo.nk j4.74';
const widths = (rules, more = {}) =>
  new Widths({ id: rules, rules, vsWide: Number(rules.slice(2)) >= 4, zero: ZERO, wide: WIDE, ...more });
const columns = (rules, ...texts) => texts.map((text) => widths(rules).columns(text));

test('a table is what tmux answered, and the rest is one column wide', () => {
  const of = (text) => widths('3.3').of(text.codePointAt(0));
  assert.deepEqual(['a', '\u0301', '\u200d', '\ufe0f', '漢', '💻', '👍'].map(of), [1, 0, 0, 0, 2, 2, 2]);
  assert.equal(widths('3.3').of(0x10ffff), 1);
});

test('what takes no column goes into the cell before it, in every version', () => {
  for (const rules of ['3.2', '3.3', '3.4', '3.5', '3.6', '3.7']) {
    assert.deepEqual(widths(rules).cells('ae\u0301\u0308漢\u0301'), [
      { text: 'a', columns: 1 },
      { text: 'e\u0301\u0308', columns: 1 },
      { text: '漢\u0301', columns: 2 },
    ]);
  }
});

test('the joiner joins from 3.3 on, as far as a cell has room', () => {
  const [coder, family] = ['👩\u200d💻', '👨\u200d👩\u200d👧\u200d👦'];
  assert.deepEqual(columns('3.2', coder, family), [4, 8]);
  // What tmux 3.3 and 3.4 send of a family is cut: the last one did not fit into 21 bytes.
  assert.deepEqual(columns('3.3', coder, '👨\u200d👩\u200d👧\u200dé'), [2, 3]);
  assert.deepEqual(columns('3.7', coder, family), [2, 2]);
});

test('U+FE0F widens from 3.4 on; 3.4 sends a blank for the second column', () => {
  assert.deepEqual(columns('3.3', '⚠\ufe0f'), [1]);
  assert.deepEqual(columns('3.4', '⚠\ufe0f', '⚠\ufe0f |'), [1, 3]);
  assert.deepEqual(columns('3.5', '⚠\ufe0f', '⚠\ufe0f\ufe0f', '漢\ufe0f', '1\ufe0f\u20e3'), [2, 2, 2, 3]);
  assert.equal(widths('3.6', { vsWide: false }).columns('⚠\ufe0f'), 1);
});

test('skin tones join with anything in 3.4 and 3.5, from 3.6 on with people', () => {
  assert.deepEqual(columns('3.3', '👍🏽', '🏽👍'), [4, 4]);
  assert.deepEqual(columns('3.5', '👍🏽', '漢🏽', 'a🏽', '🏽👍'), [2, 2, 3, 4]);
  assert.deepEqual(columns('3.7', '👍🏽', '漢🏽', 'a🏽', '🏽👍'), [2, 4, 3, 2]);
});

test('flags join from 3.4 on, two by two only from 3.7 on', () => {
  assert.deepEqual(columns('3.3', '🇩🇪', '🇩🇪🇺🇸'), [2, 4]);
  assert.deepEqual(columns('3.5', '🇩🇪', '🇩🇪🇺🇸'), [2, 2]);
  assert.deepEqual(columns('3.6', '🇩🇪', '🇩🇪🇺🇸'), [2, 2]);
  assert.deepEqual(columns('3.7', '🇩🇪', '🇩🇪🇺🇸', '🇩x'), [2, 4, 2]);
});

test('parts of Korean syllables that take columns join from 3.6 on', () => {
  assert.deepEqual(columns('3.5', '\u1112\u1161\u11ab'), [3]);
  assert.deepEqual(columns('3.6', '\u1112\u1161\u11ab', '\u1112\u1161\u11ab\u1100'), [1, 2]);
});

test('nothing joins with what was before the cursor moved', () => {
  assert.equal(joins(widths('3.7').step(0x1f3fd, 0)), false);
  const alone = widths('3.7').step(0x301, 0);
  assert.deepEqual([joins(alone), widthOf(alone)], [true, 0]);
});

test('what is no measurement is not taken', () => {
  for (const fields of [
    null,
    {},
    { id: 'x', rules: '3.7', vsWide: true, zero: '<b>', wide: '' },
    { id: 'x', rules: 7, vsWide: true, zero: '', wide: '' },
  ]) {
    const { id, fields: taken } = new Widths(fields);
    assert.deepEqual([id, taken], ['', null]);
  }
  assert.equal(new Widths(null).columns('日😀e\u0301'), 5);
});
