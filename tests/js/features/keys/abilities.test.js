import assert from 'node:assert/strict';
import { test } from 'node:test';

import { abilities } from '../../../../static/js/features/keys/abilities.js';

const world = (given) => ({
  isSecureContext: true,
  navigator: {},
  document: { documentElement: {} },
  ...given,
});
const works = (found) => Object.keys(found).filter((name) => found[name].works);

test('what the browser has works and needs no reason', () => {
  const full = world({
    navigator: { clipboard: { readText() {} }, keyboard: { lock() {} }, serviceWorker: {} },
    document: { documentElement: { requestFullscreen() {} } },
    Notification: class {},
    PushManager: class {},
  });
  const found = abilities(full);
  assert.deepEqual(works(found), Object.keys(found));
  for (const { why } of Object.values(found)) assert.equal(why, '');
});

test('plain http is the reason if it is one', () => {
  const found = abilities(world({ isSecureContext: false, Notification: class {} }));
  assert.deepEqual(works(found), []);
  for (const name of ['clipboard', 'keyLock', 'notifications', 'push'])
    assert.match(found[name].why, /https/);
  assert.doesNotMatch(found.fullScreen.why, /https/);
});

test('what the user blocked does not work', () => {
  const blocked = class {
    static permission = 'denied';
  };
  const found = abilities(
    world({ Notification: blocked, PushManager: class {}, navigator: { serviceWorker: {} } }),
  );
  assert.deepEqual(works(found), []);
  for (const name of ['notifications', 'push']) assert.match(found[name].why, /blocked/);
});

test('a missing part of the browser is the reason', () => {
  const found = abilities(world());
  for (const { works: there, why } of Object.values(found))
    assert.ok(!there && why.endsWith('.') && !why.includes('https'));
});
