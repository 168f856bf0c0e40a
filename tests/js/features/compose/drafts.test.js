import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Drafts } from '../../../../static/js/features/compose/drafts.js';
import { fakeStorage, forbidden } from '../../fakes/storage.js';

test('each session has its own draft and its own list of sent texts', () => {
  let session = 'a';
  const { place, items } = fakeStorage();
  const drafts = new Drafts(() => session, place);
  drafts.draft = 'half';
  for (const text of ['one', 'two', 'one']) drafts.remember(text);
  assert.deepEqual([drafts.draft, drafts.sent], ['half', ['one', 'two']]);
  session = 'b';
  assert.deepEqual([drafts.draft, drafts.sent], ['', []]);
  session = 'a';
  drafts.draft = '';
  drafts.forget();
  assert.equal(items.size, 0);
});

test('the list has thirty texts at most, and none that is too long', () => {
  const drafts = new Drafts(() => 'a', fakeStorage().place);
  for (let number = 0; number < 40; number += 1) drafts.remember(String(number));
  drafts.remember('x'.repeat(10_001));
  assert.deepEqual([drafts.sent.length, drafts.sent[0]], [30, '39']);
});

test('without storage, or with something else in it, there is no draft', () => {
  const broken = fakeStorage({ 'webmux.sent.a': '{"a": 1}' }).place;
  for (const place of [forbidden, broken]) assert.deepEqual(new Drafts(() => 'a', place).sent, []);
  assert.equal(new Drafts(() => 'a', forbidden).draft, '');
});
