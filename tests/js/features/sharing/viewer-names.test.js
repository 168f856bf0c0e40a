import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sizedBy, viewing } from '../../../../static/js/features/sharing/viewer-names.js';

const person = (name, more = {}) => ({
  name,
  guest: false,
  device: 'desktop',
  role: 'operator',
  owner: false,
  me: false,
  ...more,
});

test('whose size it is, also where it is one’s own', () => {
  const me = person('ann', { me: true });
  assert.equal(sizedBy([{ ...me, owner: true }, person('bob')]), '');
  assert.equal(sizedBy([me, person('bob', { owner: true })]), 'Sized by bob’s computer');
  assert.equal(sizedBy([me, person('ann', { owner: true })]), 'Sized by your other window');
  assert.equal(sizedBy([me, person('ann', { owner: true, device: 'phone' })]), 'Sized by your phone');
  const guest = person('', { me: true, guest: true });
  assert.equal(sizedBy([guest, person('', { owner: true })]), 'Sized by Host’s computer');
  assert.equal(sizedBy([me]), '');
});

test('terminals without WebMux are counted apart', () => {
  assert.deepEqual(
    [viewing(1, 0), viewing(2, 0), viewing(1, 2)],
    ['1 viewer', '2 viewers', '1 viewer, 2 other terminals'],
  );
});
