import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  readFlag,
  readObject,
  readText,
  updateObject,
  writeFlag,
  writeText,
} from '../../../static/js/lib/storage.js';
import { fakeStorage, forbidden } from '../fakes/storage.js';

test('a text is found until it is removed', () => {
  const { place, items } = fakeStorage();
  assert.equal(readText('x', place), null);
  writeText('x', 'one', place);
  assert.equal(readText('x', place), 'one');
  writeText('x', null, place);
  assert.equal(items.size, 0);
});

test('a flag is false until it is set', () => {
  const { place } = fakeStorage();
  assert.equal(readFlag('x', place), false);
  writeFlag('x', true, place);
  assert.equal(readFlag('x', place), true);
  writeFlag('x', false, place);
  assert.equal(readFlag('x', place), false);
});

test('fields of an object change one by one', () => {
  const { place } = fakeStorage();
  updateObject('x', { open: true }, place);
  updateObject('x', { tab: 'files' }, place);
  assert.deepEqual(readObject('x', place), { open: true, tab: 'files' });
});

test('foreign values are read as nothing', () => {
  const { place } = fakeStorage({ text: 'nonsense', number: '3', none: 'null' });
  for (const key of ['text', 'number', 'none', 'missing']) assert.deepEqual(readObject(key, place), {});
});

test('forbidden storage is no failure', () => {
  writeText('x', 'one', forbidden);
  updateObject('x', { open: true }, forbidden);
  assert.equal(readFlag('x', forbidden), false);
  assert.deepEqual(readObject('x', forbidden), {});
});
