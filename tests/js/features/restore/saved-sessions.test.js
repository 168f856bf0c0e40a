import assert from 'node:assert/strict';
import { test } from 'node:test';

import { detailsOf, dismissSet, offeredSet } from '../../../../static/js/features/restore/saved-sessions.js';

test('the offered set is found by its id', () => {
  const set = { id: 'b' };
  assert.equal(offeredSet({ offered: 'b', restore: null, sets: [{ id: 'a' }, set] }), set);
  assert.equal(offeredSet({ offered: null, restore: null, sets: [set] }), undefined);
});

test('requests name the set', async () => {
  const sent = [];
  const api = { ask: async (...request) => sent.push(request) && { sessions: [{ id: '$0', folder: '~' }] } };
  await dismissSet(api, 'a/b');
  assert.deepEqual(sent, [['POST', '/api/saved-sessions/a%2Fb/dismiss', {}]]);
  assert.equal((await detailsOf(api, 'a')).get('$0').folder, '~');
});
