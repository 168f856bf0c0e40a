import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Emitter } from '../../../../static/js/lib/emitter.js';
import { onceHere } from '../../../../static/js/features/windows/when-attached.js';

function opening(name) {
  globalThis.location = { pathname: `/s/${name}` };
  const events = new Emitter(['attached']);
  events.emit('attached', {}); // of the session before
  return { events, session: null };
}

function come(page, name) {
  page.session = { id: '$1', name };
  page.events.emit('attached', {});
}

test('with a session on show it is done at once', () => {
  assert.equal(
    onceHere({ session: { name: 'work' } }, () => 'done'),
    'done',
  );
});

test('while one is being opened it is done when that has come, once', async () => {
  const page = opening('fresh');
  const done = [];
  const promised = onceHere(page, () => done.push(page.session.name));
  assert.deepEqual(done, []);
  come(page, 'fresh');
  come(page, 'fresh');
  assert.equal(await promised, 1);
  assert.deepEqual(done, ['fresh']);
});

test('where another session comes instead nothing is done', async () => {
  const page = opening('fresh');
  const done = [];
  const promised = onceHere(page, () => done.push(page.session.name));
  come(page, 'other');
  await promised;
  assert.deepEqual(done, []);
});
