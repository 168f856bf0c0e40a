import assert from 'node:assert/strict';
import { test } from 'node:test';

import { permission } from '../../../static/js/net/notifications.js';
import { pushObstacle, registerWorker } from '../../../static/js/net/push.js';
import { iconWith } from '../../../static/js/components/favicon.js';

const page = (permitted, more = {}) => ({
  isSecureContext: true,
  Notification: { permission: permitted },
  navigator: {},
  ...more,
});

test('each state says what to do', () => {
  assert.deepEqual(permission(page('granted')), { state: 'granted', reason: '' });
  assert.deepEqual(permission(page('default')), { state: 'default', reason: '' });
  assert.match(permission(page('denied')).reason, /icon at the left of the address/);
  assert.match(permission(page('granted', { isSecureContext: false })).reason, /https/);
  assert.match(
    permission({ isSecureContext: true, navigator: { userAgent: 'iPhone' } }).reason,
    /Home Screen/,
  );
  assert.equal(permission({ isSecureContext: true }).state, 'unsupported');
});

test('push needs https, a worker and a push service', () => {
  const able = { isSecureContext: true, navigator: { serviceWorker: {} }, PushManager: {} };
  assert.equal(pushObstacle(able), '');
  for (const missing of ['isSecureContext', 'PushManager'])
    assert.notEqual(pushObstacle({ ...able, [missing]: undefined }), '');
  assert.notEqual(pushObstacle({ ...able, navigator: {} }), '');
});

test('a worker that cannot be registered is none', async () => {
  const refusing = {
    isSecureContext: true,
    navigator: {
      serviceWorker: {
        register: async () => {
          throw new Error('certificate');
        },
      },
    },
  };
  assert.equal(await registerWorker(refusing), null);
  assert.equal(await registerWorker({ isSecureContext: false, navigator: {} }), null);
});

test('the icon has room for two characters', () => {
  assert.match(iconWith(3), />3<\/text>/);
  assert.match(iconWith(9999), />9\+<\/text>/);
});
