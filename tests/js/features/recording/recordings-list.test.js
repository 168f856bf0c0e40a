import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage('<ul></ul><p id="none"></p><p id="problem" hidden></p>');
const { RecordingsList } = await import('../../../../static/js/features/recording/recordings-list.js');

const recording = (id, more = {}) => ({
  id,
  session: { id: '$1', name: 'work' },
  user: 'ann',
  began_at: 1,
  ended_at: 9,
  length_s: 65,
  bytes: 2048,
  reason: null,
  ...more,
});
const places = {
  list: document.querySelector('ul'),
  none: document.querySelector('#none'),
  problem: document.querySelector('#problem'),
};
const labels = (row) =>
  [...row.querySelectorAll('[aria-label]')].map((one) => one.getAttribute('aria-label'));

/** A list of what the server sends; `shown` sends other recordings. */
function listOf() {
  let recordings;
  const api = { listRecordings: async () => (recordings === null ? fail() : { recordings }) };
  const list = new RecordingsList(api, places);
  const shown = async (changed) => {
    recordings = changed;
    await list.show();
    return [...places.list.children];
  };
  return shown;
}

function fail() {
  throw new Error('The server cannot be reached.');
}

test('a row has the facts and the actions of its recording', async () => {
  const [row] = await listOf()([recording('a', { reason: 'no_space' })]);
  assert.match(row.textContent, /work.*ann · .* · 1:05 · 2 KiB · ended because the disk was full/);
  assert.deepEqual(
    labels(row),
    ['Play', 'Download', 'Delete'].map((action) => `${action} the recording of work`),
  );
  assert.equal(places.none.hidden, true);
});

test('a running recording can be stopped, and its row is made again when it ended', async () => {
  const shown = listOf();
  const [running] = await shown([recording('b', { ended_at: null })]);
  assert.equal(labels(running)[0], 'Stop the recording of work');
  assert.equal((await shown([recording('b', { ended_at: null, length_s: 70 })]))[0], running);
  assert.match(running.textContent, /1:10/);
  assert.notEqual((await shown([recording('b')]))[0], running);
});

test('an empty list and an error each have a text', async () => {
  const shown = listOf();
  await shown([]);
  assert.equal(places.none.hidden, false);
  await shown(null);
  assert.deepEqual(
    [places.problem.hidden, places.problem.textContent],
    [false, 'The server cannot be reached.'],
  );
});
