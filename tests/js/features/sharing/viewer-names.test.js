import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  about,
  initials,
  personName,
  shownPeople,
  sizedBy,
  tintOf,
  viewing,
} from '../../../../static/js/features/sharing/viewer-names.js';

const ann = { name: 'ann', guest: false, device: 'phone', role: 'operator', owner: true, me: false };
const me = { name: 'bob', guest: false, device: 'desktop', role: 'operator', owner: false, me: true };
const guest = { name: '', guest: true, device: 'desktop', role: 'viewer', owner: false, me: false };

test('the initials are of two words, or the first two letters of one', () => {
  assert.equal(initials('ann'), 'An');
  assert.equal(initials('ann-marie lee'), 'AM');
  assert.equal(initials('é'), 'É');
  assert.equal(initials('李雷'), '李雷');
  assert.equal(initials('---'), '?');
});

test('a name always has the same one of six tints', () => {
  assert.equal(tintOf('ann'), tintOf('ann'));
  assert.ok([...'abcdefgh'].every((name) => tintOf(name) >= 0 && tintOf(name) < 6));
});

test('a viewer is described by name, right and device', () => {
  assert.equal(personName(guest), 'Guest');
  assert.equal(personName({ ...ann, name: '' }), 'Host');
  assert.equal(about(ann), 'can type, on a phone, sets the size');
  assert.equal(about(guest), 'view only, on a computer');
});

test('the owner of the size is named, except to itself', () => {
  const bobsComputer = { ...me, me: false, owner: true };
  assert.equal(sizedBy([ann, me]), 'Sized by ann’s phone');
  assert.equal(sizedBy([{ ...me, owner: true }, guest]), '');
  assert.equal(sizedBy([me, { ...bobsComputer, name: 'eve' }]), 'Sized by eve’s computer');
  assert.equal(sizedBy([me, bobsComputer]), 'Sized by your other window');
  assert.equal(sizedBy([me, { ...bobsComputer, device: 'phone' }]), 'Sized by your phone');
  assert.equal(
    sizedBy([
      { ...guest, me: true },
      { ...bobsComputer, name: '' },
    ]),
    'Sized by Host’s computer',
  );
  assert.equal(sizedBy([me]), '');
  assert.equal(sizedBy([]), '');
});

test('the first three other viewers are shown, and how many more exist', () => {
  assert.deepEqual(shownPeople({ viewers: 2, people: [ann, me] }), { shown: [ann], more: 0 });
  assert.deepEqual(shownPeople({ viewers: 40, people: [ann, me, guest, guest, guest] }), {
    shown: [ann, guest, guest],
    more: 36,
  });
  assert.deepEqual(shownPeople({ viewers: 1, people: [me] }), { shown: [], more: 0 });
});

test('terminals without WebMux are counted separately', () => {
  assert.deepEqual(
    [viewing(1, 0), viewing(2, 0), viewing(1, 2)],
    ['1 viewer', '2 viewers', '1 viewer, 2 other terminals'],
  );
});
