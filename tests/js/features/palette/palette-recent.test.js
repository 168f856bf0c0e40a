import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Recent } from '../../../../static/js/features/palette/palette-recent.js';

const KEY = 'webmux.recent.commands';
const storage = (kept = {}) => ({
  getItem: (key) => kept[key] ?? null,
  setItem: (key, value) => {
    kept[key] = value;
  },
  kept,
});

test('what is used last comes first, once', () => {
  const recent = new Recent(storage());
  for (const name of ['a', 'b', 'a', 'c']) recent.use(name);
  assert.deepEqual(recent.names, ['c', 'a', 'b']);
  assert.deepEqual(recent.order(['x', 'b', 'y', 'c']), ['c', 'b', 'x', 'y']);
});

test('it remembers fifty, and two pages share what they keep', () => {
  const kept = storage();
  const [one, other] = [new Recent(kept), new Recent(kept)];
  for (let number = 0; number < 60; number += 1) one.use(String(number));
  assert.equal(other.names.length, 50);
  assert.equal(other.names[0], '59');
});

test('storage that is forbidden, full or holds something else is no failure', () => {
  const refuse = () => {
    throw new Error('denied');
  };
  for (const broken of [
    undefined,
    { getItem: refuse, setItem: refuse },
    storage({ [KEY]: '{"a": 1}' }),
    storage({ [KEY]: 'nonsense' }),
  ]) {
    const recent = new Recent(broken);
    assert.deepEqual(recent.names, []);
    recent.use('a');
  }
});
