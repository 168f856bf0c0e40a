import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FOUND_MAX, HistorySearch } from '../../../../static/js/features/history/history-search.js';

const match = (row) => ({ row, parts: [[row, 0, 2]] });

/** A server that finds one row in ten of `size`, fifty rows a time. */
const server = (size) => async (_query, next) => {
  const end = next ?? size;
  const first = Math.max(0, end - 50);
  const matches = [];
  for (let row = end - 1; row >= first; row -= 1) if (row % 10 === 0) matches.push(match(row));
  return { matches, next: first };
};

test('the search finds all matches, and after the last comes the first', async () => {
  const search = new HistorySearch(server(200), () => {});
  await search.start({ q: 'x' }, 145);
  assert.deepEqual([search.row, search.summary], [140, '6 of 20']);
  search.go('previous');
  assert.equal(search.row, 130);
  search.go('next');
  search.go('next');
  assert.equal(search.row, 150);
  for (let steps = 0; steps < 20; steps += 1) search.go('next');
  assert.equal(search.row, 150);
  assert.deepEqual(search.marksOf(150), [{ begin: 0, end: 2, current: true }]);
  assert.deepEqual(search.marksOf(151), []);
});

test('another search ends the one before, and an empty result is reported', async () => {
  const search = new HistorySearch(server(2000), () => {});
  const first = search.start({ q: 'x' }, 0);
  await search.start(null);
  await first;
  assert.equal(search.summary, '');
  const none = new HistorySearch(
    async () => ({ matches: [], next: 0 }),
    () => {},
  );
  await none.start({ q: 'x' }, 0);
  assert.equal(none.summary, 'No results');
  const refused = new HistorySearch(
    async () => {
      throw new Error('No.');
    },
    () => {},
  );
  await refused.start({ q: 'x' }, 0);
  assert.equal(refused.summary, 'No.');
});

test('a search ends when it has enough matches', async () => {
  const search = new HistorySearch(server(100_000), () => {});
  await search.start({ q: 'x' }, 100_000);
  assert.equal(search.summary, `1 of ${FOUND_MAX}+`);
});
