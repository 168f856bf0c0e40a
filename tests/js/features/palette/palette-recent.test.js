import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Recent } from '../../../../static/js/features/palette/palette-recent.js';
import { fakeStorage, forbidden } from '../../fakes/storage.js';

const KEY = 'webmux.recent.commands';
const entries = (...keys) => keys.map((key) => ({ key }));

test('the entry that was used last comes first, once', () => {
  const recent = new Recent(fakeStorage().place);
  for (const key of ['a', 'b', 'a', 'c']) recent.use(key);
  assert.deepEqual(recent.keys, ['c', 'a', 'b']);
  assert.deepEqual(recent.order(entries('x', 'b', 'y', 'c')), entries('c', 'b', 'x', 'y'));
});

test('fifty are stored, and two pages share them', () => {
  const { place } = fakeStorage();
  const [one, other] = [new Recent(place), new Recent(place)];
  for (let number = 0; number < 60; number += 1) one.use(String(number));
  assert.equal(other.keys.length, 50);
  assert.equal(other.keys[0], '59');
});

test('without storage, or with something else in it, nothing is recent', () => {
  for (const place of [
    forbidden,
    fakeStorage({ [KEY]: '{"a": 1}' }).place,
    fakeStorage({ [KEY]: '?' }).place,
  ])
    assert.deepEqual(new Recent(place).keys, []);
  assert.doesNotThrow(() => new Recent(forbidden).use('a'));
});
