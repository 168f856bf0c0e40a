import assert from 'node:assert/strict';
import { test } from 'node:test';

import { activePane, difference, listChanges } from '../../../../static/js/features/changes/changes-api.js';

test('requests name session, pane and path byte for byte', async () => {
  const asked = [];
  const api = { ask: async (method, path) => asked.push(`${method} ${path}`) && { pane_id: '%12' } };
  assert.equal(await activePane(api, '$3'), 12);
  await listChanges(api, 12);
  await difference(api, 12, 'caf\udce9 &#.txt');
  assert.deepEqual(asked, [
    'GET /api/sessions/%243/active-pane',
    'GET /api/panes/12/changes',
    'GET /api/panes/12/changes/diff?path=caf%E9%20%26%23.txt',
  ]);
});
