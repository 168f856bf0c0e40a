import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  about,
  initials,
  personName,
  shownPeople,
  sizedBy,
  tintOf,
} from '../../../static/js/features/sharing/viewer-names.js';
import {
  badgesOf,
  beside,
  endsSomething,
  neighbour,
  windowLabel,
} from '../../../static/js/lib/window-model.js';

const windows = [
  { id: '@1', index: 0, name: 'sh' },
  { id: '@4', index: 2, name: 'vim' },
  { id: '@2', index: 7, name: 'logs' },
];
const ann = { name: 'ann', guest: false, device: 'phone', role: 'operator', owner: true, me: false };
const me = { name: 'bob', guest: false, device: 'desktop', role: 'operator', owner: false, me: true };
const guest = { name: '', guest: true, device: 'desktop', role: 'viewer', owner: false, me: false };

test('the next window goes round, the one beside does not', () => {
  assert.equal(neighbour(windows, '@2', 1).id, '@1');
  assert.equal(neighbour(windows, '@1', -1).id, '@2');
  assert.equal(neighbour(windows, '@9', 1), null);
  assert.equal(neighbour([windows[0]], '@1', 1), null);
  assert.equal(beside(windows, '@1', 1).id, '@4');
  assert.equal(beside(windows, '@1', -1), null);
  assert.equal(beside(windows, '@9', 1), null);
  assert.equal(windowLabel(windows[1]), '2: vim');
});

test('badges have a glyph and a word each, the most urgent first, also of servers that tell less', () => {
  assert.deepEqual(
    badgesOf({ activity: true, bell: true, silence: false, done: true }).map(({ kind }) => kind),
    ['bell', 'done', 'activity'],
  );
  assert.deepEqual(badgesOf({}), []);
  const all = badgesOf({ bell: true, done: true, activity: true, silence: true });
  assert.equal(new Set(all.map(({ glyph }) => glyph)).size, 4);
  assert.ok(all.every(({ text }) => text));
});

test('only a shell that waits is closed without a question', () => {
  for (const command of ['bash', '-zsh', '/usr/bin/fish', 'sh'])
    assert.equal(endsSomething({ panes: 1, command }), false, command);
  for (const window of [
    { panes: 1, command: 'vim' },
    { panes: 2, command: 'bash' },
    { panes: 1 },
    { panes: 1, command: 'bash -c x' },
  ]) {
    assert.equal(endsSomething(window), true, JSON.stringify(window));
  }
});

test('initials are of the words of a name, or its first two letters', () => {
  assert.equal(initials('ann'), 'An');
  assert.equal(initials('ann-marie lee'), 'AM');
  assert.equal(initials('é'), 'É');
  assert.equal(initials('李雷'), '李雷');
  assert.equal(initials('---'), '?');
  assert.equal(tintOf('ann'), tintOf('ann'));
  assert.ok([...'abcdefgh'].every((name) => tintOf(name) >= 0 && tintOf(name) < 6));
});

test('people are told by name, what they may and on what', () => {
  assert.equal(personName(guest), 'Guest');
  assert.equal(personName({ ...ann, name: '' }), 'Host');
  assert.equal(about(ann), 'can type, on a phone, sets the size');
  assert.equal(about(guest), 'view only, on a computer');
});

test('whose size it is is told to the others', () => {
  assert.equal(sizedBy([ann, me]), 'Sized by ann’s phone');
  assert.equal(sizedBy([{ ...me, owner: true }, guest]), '');
  assert.equal(sizedBy([]), '');
});

test('the first three others are shown, and how many more there are', () => {
  assert.deepEqual(shownPeople({ viewers: 2, people: [ann, me] }), { shown: [ann], more: 0 });
  assert.deepEqual(shownPeople({ viewers: 40, people: [ann, me, guest, guest, guest] }), {
    shown: [ann, guest, guest],
    more: 36,
  });
  assert.deepEqual(shownPeople({ viewers: 1, people: [me] }), { shown: [], more: 0 });
});
