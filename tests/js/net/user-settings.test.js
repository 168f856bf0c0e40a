import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Settings, oneByOne } from '../../../static/js/net/user-settings.js';
import { fakeStorage } from '../fakes/storage.js';
import { SETTINGS } from '../../../static/js/lib/settings-table.js';

/** A place to keep settings that writes down what it was asked. */
function place() {
  const saved = [];
  const posted = [];
  return {
    saved,
    posted,
    save: async (changes) => saved.push(changes),
    storage: fakeStorage().place,
    channel: { postMessage: (changes) => posted.push(changes) },
  };
}

test('every setting may be what it is from the start', () => {
  for (const [name, { initial, check }] of Object.entries(SETTINGS)) assert.ok(check(initial), name);
});

test('a pane has no more rows than the server sends', () => {
  const { check } = SETTINGS['panes.scrollback'];
  const taken = [0, 10_000, 10_001, -1, 0.5, '1000'].map((rows) => check(rows));
  assert.deepEqual(taken, [true, true, false, false, false, false]);
});

test('what was never chosen is as from the start, what cannot be is too', () => {
  const settings = new Settings({ bell: 'gong', 'cursor.style': 'bar', unknown: 1 });
  assert.deepEqual(
    [settings.get('bell'), settings.get('cursor.style'), settings.get('scrollback')],
    ['visual', 'bar', 5000],
  );
  assert.throws(() => settings.get('unknown'), TypeError);
});

test('a change is shown, told to other tabs and kept in its place', async () => {
  const kept = place();
  const settings = new Settings({}, kept);
  const seen = [];
  settings.watch('bell', (value) => seen.push(value));
  await settings.change({ bell: 'off', 'font.size': 20 });
  assert.deepEqual(seen, ['visual', 'off']);
  assert.deepEqual(kept.saved, [{ bell: 'off' }]);
  assert.deepEqual(kept.posted, [{ bell: 'off', 'font.size': 20 }]);
  assert.equal(new Settings({}, kept).get('font.size'), 20);
  assert.deepEqual(settings.changed, { bell: 'off' });
});

test('null puts a setting back, a wrong value changes nothing', async () => {
  const kept = place();
  const settings = new Settings({ bell: 'off' }, kept);
  await assert.rejects(settings.change({ 'cursor.blink': false, bell: 3 }), TypeError);
  await assert.rejects(settings.set('nothing', 1), TypeError);
  assert.deepEqual([settings.get('cursor.blink'), settings.get('bell'), kept.saved], [true, 'off', []]);
  await settings.set('bell', null);
  assert.deepEqual([settings.get('bell'), kept.saved], ['visual', [{ bell: null }]]);
});

test('what another tab changed shows here and is not sent again', () => {
  const kept = place();
  const settings = new Settings({}, kept);
  kept.channel.onmessage({ data: { bell: 'both', unknown: 1 } });
  assert.deepEqual([settings.get('bell'), kept.saved, kept.posted], ['both', [], []]);
});

test('changes are saved one call at a time, and at once if the page is left', async () => {
  const sent = [];
  const answers = [];
  const page = new EventTarget();
  const save = oneByOne(
    (changes) =>
      new Promise((resolve, reject) => {
        sent.push(changes);
        answers.push({ resolve, reject });
      }),
    page,
  );
  const first = save({ a: 1 });
  await Promise.resolve();
  await Promise.resolve();
  const [second, third] = [save({ a: 2, b: 1 }), save({ a: 3 })];
  assert.deepEqual(sent, [{ a: 1 }]);
  answers[0].reject(new Error('no'));
  await assert.rejects(first, /no/);
  await new Promise(setImmediate);
  assert.deepEqual(sent, [{ a: 1 }, { a: 3, b: 1 }]);
  const fourth = save({ c: 4 });
  page.dispatchEvent(new Event('beforeunload'));
  assert.deepEqual(sent.slice(2), [{ c: 4 }]);
  page.dispatchEvent(new Event('pagehide'));
  answers[1].resolve();
  await Promise.all([second, third]);
  answers[2].resolve('kept');
  assert.equal(await fourth, 'kept');
  assert.equal(sent.length, 3);
});
