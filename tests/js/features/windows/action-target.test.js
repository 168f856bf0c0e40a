import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { Emitter } from '../../../../static/js/lib/emitter.js';
import {
  switchWindow,
  targetWindow,
  whenAttached,
} from '../../../../static/js/features/windows/action-target.js';

/** Three windows, of which this one is current. */
const showing = (active) => ['@1', '@2', '@3'].map((id) => ({ id, active: id === active }));

function pageOfThree() {
  const requested = [];
  return { windows: showing('@1'), requested, subscription: { switchWindow: (id) => requested.push(id) } };
}

test('an action after a switch is for the requested window, before the list shows it', () => {
  const page = pageOfThree();
  assert.equal(targetWindow(page).id, '@1');
  switchWindow(page, '@2');
  assert.deepEqual([page.requested, targetWindow(page).id], [['@2'], '@2']);
  page.windows = showing('@1');
  assert.equal(targetWindow(page).id, '@2');
  page.windows = showing('@2');
  assert.equal(targetWindow(page).id, '@2');
});

test('a switch no longer counts after another switch, the end of the window, or two seconds', () => {
  const page = pageOfThree();
  switchWindow(page, '@2');
  page.windows = showing('@3');
  assert.equal(targetWindow(page).id, '@3');
  switchWindow(page, '@2');
  page.windows = page.windows.filter(({ id }) => id !== '@2');
  assert.equal(targetWindow(page).id, '@3');
  const now = performance.now();
  switchWindow(page, '@1');
  assert.equal(targetWindow(page).id, '@1');
  mock.method(performance, 'now', () => now + 10_000);
  assert.equal(targetWindow(page).id, '@3');
  mock.restoreAll();
  page.windows = [];
  assert.equal(targetWindow(page), undefined);
});

function openingPage(name) {
  globalThis.location = { pathname: `/s/${name}` };
  const events = new Emitter(['attached']);
  events.emit('attached', {}); // of the session before
  return { events, session: null };
}

function attach(page, name) {
  page.session = { id: '$1', name };
  page.events.emit('attached', {});
}

test('an attached page acts at once', () => {
  assert.equal(
    whenAttached({ session: { name: 'work' } }, () => 'done'),
    'done',
  );
});

test('a page that opens a session acts once, when the session is attached', async () => {
  const page = openingPage('fresh');
  const done = [];
  const promised = whenAttached(page, () => done.push(page.session.name));
  assert.deepEqual(done, []);
  attach(page, 'fresh');
  attach(page, 'fresh');
  assert.equal(await promised, 1);
  assert.deepEqual(done, ['fresh']);
});

test('a page does not act if another session is attached instead', async () => {
  const page = openingPage('fresh');
  const done = [];
  const promised = whenAttached(page, () => done.push(page.session.name));
  attach(page, 'other');
  await promised;
  assert.deepEqual(done, []);
});
