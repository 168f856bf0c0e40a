import assert from 'node:assert/strict';
import { test } from 'node:test';

import { changePreset, listPresets } from '../../../../static/js/features/presets/preset-requests.js';

test('an id is one segment of the path', async () => {
  const sent = [];
  const api = { ask: async (...request) => sent.push(request) && { presets: [] } };
  assert.deepEqual(await listPresets(api), []);
  await changePreset(api, { id: 'file:a/b' }, { name: 'c' });
  assert.deepEqual(sent[1], ['PATCH', '/api/presets/file%3Aa%2Fb', { name: 'c' }]);
});
