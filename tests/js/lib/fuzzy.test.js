import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fuzzy, pieces } from '../../../static/js/lib/fuzzy.js';

const shown = (query, text) => {
  const match = fuzzy(query, text);
  return (
    match &&
    pieces(text, match.spots)
      .map(({ text: piece, hit }) => (hit ? `[${piece}]` : piece))
      .join('')
  );
};

test('letters match in order, at the beginnings of words where they can', () => {
  assert.equal(shown('sr', 'Split right'), '[S]plit [r]ight');
  assert.equal(shown('split', 'Split down'), '[Split] down');
  assert.equal(shown('right', 'All bright right'), 'All bright [right]');
  assert.equal(fuzzy('rs', 'Split'), null);
  assert.equal(fuzzy('x', ''), null);
});

test('words match in any order; case, accents and blanks do not matter', () => {
  assert.equal(shown('down sp', 'Split down'), '[Sp]lit [down]');
  assert.equal(shown('CAFE', 'un café'), 'un [café]');
  assert.deepEqual(fuzzy('  ', 'anything'), { score: 0, spots: new Set() });
});

test('characters of two code units and letters that grow keep their place', () => {
  assert.equal(shown('web', '🚀 web'), '🚀 [web]');
  assert.equal(shown('stanbul', 'İstanbul'), 'İ[stanbul]');
});

test('long input and long names are matched in time', () => {
  assert.equal(fuzzy('a'.repeat(1000), 'a'.repeat(100_000)) === null, false);
  assert.equal(fuzzy('ab'.repeat(500), 'a'.repeat(100_000)), null);
});
