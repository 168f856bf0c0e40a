import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, settled } from '../../page.js';

makePage();
const { HistoryFind } = await import('../../../../static/js/features/history/history-find.js');

function findIn(matches) {
  const calls = { rows: [], closed: 0 };
  const find = new HistoryFind(document.body, {
    ask: async () => ({ matches: matches.map((row) => ({ row, parts: [[row, 0, 1]] })), next: 0 }),
    onStart: () => 50,
    onMarks: () => {},
    onRow: (row) => calls.rows.push(row),
    onClose: () => (calls.closed += 1),
  });
  return { find, calls };
}

test('the first match is the nearest older one; the next are shown on request', async () => {
  const { find, calls } = findIn([90, 40, 10]);
  find.openWith({ text: 'x', how: { case: false, regex: false } });
  await settled();
  assert.deepEqual(calls.rows, [40]);
  assert.equal(document.querySelector('.find-count').textContent, '2 of 3');
  find.go('previous');
  find.go('next');
  assert.deepEqual(calls.rows, [40, 10, 40]);
  find.dispose();
  assert.equal(document.querySelector('.find-box'), null);
});

test('closing the box removes all marks', async () => {
  const { find, calls } = findIn([40]);
  find.openWith({ text: 'x', how: { case: false, regex: false } });
  await settled();
  assert.equal(find.marksOf(40).length, 1);
  document.querySelector('.find-box [aria-label="Close the search"]').click();
  assert.deepEqual([find.marksOf(40), calls.closed], [[], 1]);
});
