import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AdminApi } from '../../../static/js/net/admin-api.js';

test('names become part of a path, and an empty password is not sent', async () => {
  const asked = [];
  const fetch = async (path, { method, body }) => {
    asked.push([method, path, body]);
    return new Response('{}', { status: 200 });
  };
  const api = new AdminApi({ fetch });
  await api.addUser({ name: 'ada', role: 'viewer', password: '' });
  await api.setPasswordOf('a/b', '');
  await api.disconnect('x y');
  assert.deepEqual(asked, [
    ['POST', '/api/admin/users', '{"name":"ada","role":"viewer"}'],
    ['POST', '/api/admin/users/a%2Fb/password', '{}'],
    ['DELETE', '/api/admin/connections/x%20y', undefined],
  ]);
});
