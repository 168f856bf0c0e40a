import assert from 'node:assert/strict';
import { test } from 'node:test';

import { flagOf, setFlag } from '../../../static/js/lib/stored-flag.js';

test('a flag is remembered, and storage that is forbidden is no failure', () => {
  const kept = {};
  const storage = () => ({
    getItem: (key) => kept[key] ?? null,
    setItem: (key, value) => {
      kept[key] = value;
    },
  });
  assert.equal(flagOf('x', storage), false);
  setFlag('x', true, storage);
  assert.equal(flagOf('x', storage), true);
  setFlag('x', false, storage);
  assert.equal(flagOf('x', storage), false);
  const forbidden = () => {
    throw new Error('denied');
  };
  setFlag('x', true, forbidden);
  assert.equal(flagOf('x', forbidden), false);
});
