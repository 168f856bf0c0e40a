import assert from 'node:assert/strict';
import { test } from 'node:test';

import { socketAddress, subscriptionQuery } from '../../../static/js/net/address.js';

test('sockets are where the page came from, encrypted where it was', () => {
  assert.equal(
    socketAddress('http://127.0.0.1:8022/s/a?x=1#y', '/ws', new URLSearchParams({ session: 'a&b' })).href,
    'ws://127.0.0.1:8022/ws?session=a%26b',
  );
  assert.equal(socketAddress('https://mux.example.org/', '/ws').href, 'wss://mux.example.org/ws');
});

test('only the flags of a connection are passed on', () => {
  const query = subscriptionQuery(
    { session: 'work', view: 'terminal' },
    '?watch=1&hub=stolen&own=0&session=other',
  );
  assert.deepEqual(query, { session: 'work', view: 'terminal', own: '0', watch: '1' });
});

test('a phone follows the size of others unless its address says otherwise', () => {
  const wanted = { session: 'work', view: 'terminal', follow: true };
  assert.equal(subscriptionQuery(wanted, '').size, 'follow');
  assert.equal(subscriptionQuery(wanted, '?size=own').size, 'own');
});

test('a guest asks by the link that let it in', () => {
  assert.deepEqual(subscriptionQuery({ session: 'work', view: 'mirror', share: '0123456789abcdef' }, ''), {
    session: 'work',
    view: 'mirror',
    share: '0123456789abcdef',
  });
});
