import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AccountApi } from '../../../static/js/net/account-api.js';
import { retryAfter } from '../../../static/js/net/api.js';

/** An Api whose server gives `answer`, and the requests it saw. */
function apiWith(answer, options = {}) {
  const seen = [];
  const fetch = async (path, { method, body }) => {
    seen.push([method, path, body]);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { api: new AccountApi({ fetch, ...options }), seen };
}

const json = (value, init) => new Response(JSON.stringify(value), init);
const failure = (status, code, headers) =>
  json({ error: { code, message: `because ${code}`, request_id: 'r1' } }, { status, headers });

test('ids are percent-encoded in the path', async () => {
  const { api, seen } = apiWith(json({}));
  await api.renameSession('$3', 'x');
  assert.deepEqual(seen, [['PATCH', '/api/sessions/%243', '{"name":"x"}']]);
});

test('a change arrives even if the page is left, unless it is larger than browsers allow', async () => {
  const kept = [];
  const api = new AccountApi({
    fetch: async (path, { method, keepalive = false }) => {
      kept.push([method, keepalive]);
      return json({});
    },
  });
  await api.ask('PATCH', '/api/settings', { settings: { bell: 'off' } });
  await api.ask('PATCH', '/api/settings', { settings: { keys: '日'.repeat(22_000) } });
  await api.ask('POST', '/api/shares', {});
  await api.ask('GET', '/api/sessions');
  assert.deepEqual(kept, [
    ['PATCH', true],
    ['PATCH', false],
    ['POST', false],
    ['GET', false],
  ]);
});

test('a recording is read as text, and an error is one all the same', async () => {
  const { api, seen } = apiWith(new Response('{"version":3}\n'));
  assert.equal(await api.readRecording('ab/c'), '{"version":3}\n');
  assert.deepEqual(seen, [['GET', '/api/recordings/ab%2Fc', undefined]]);
  await assert.rejects(apiWith(failure(404, 'recording_not_found')).api.readRecording('x'), {
    code: 'recording_not_found',
  });
});

test('no content is a success without a value', async () => {
  const { api, seen } = apiWith(new Response(null, { status: 204 }));
  assert.equal(await api.killSession('$3'), null);
  assert.deepEqual(seen, [['DELETE', '/api/sessions/%243', undefined]]);
});

test('empty fields of a new session are not sent', async () => {
  const { api, seen } = apiWith(json({ name: '0' }, { status: 201 }));
  assert.deepEqual(await api.createSession({ name: '', cwd: '/tmp', command: '' }), { name: '0' });
  assert.deepEqual(seen, [['POST', '/api/sessions', '{"cwd":"/tmp"}']]);
});

test('an error carries what the server said', async () => {
  const { api } = apiWith(failure(409, 'name_taken'));
  await assert.rejects(api.renameSession('$1', 'x'), {
    name: 'ApiError',
    status: 409,
    code: 'name_taken',
    message: 'because name_taken',
    requestId: 'r1',
    retryAfterS: 0,
  });
});

test('an answer in another shape is still an error one can show', async () => {
  const { api } = apiWith(new Response('<h1>Bad gateway</h1>', { status: 502 }));
  await assert.rejects(api.listSessions(), {
    status: 502,
    code: 'http_error',
    message: 'The server answered 502.',
  });
});

test('no answer at all has status 0', async () => {
  const { api } = apiWith(new TypeError('Failed to fetch'));
  await assert.rejects(api.listSessions(), { status: 0, code: 'unreachable' });
});

test('only 401 ends the login', async () => {
  let ended = 0;
  const onLoggedOut = () => {
    ended += 1;
  };
  await assert.rejects(apiWith(failure(403, 'bad_origin'), { onLoggedOut }).api.listSessions());
  assert.equal(ended, 0);
  await assert.rejects(apiWith(failure(401, 'not_logged_in'), { onLoggedOut }).api.listSessions());
  assert.equal(ended, 1);
});

test('429 says how long to wait', async () => {
  const { api } = apiWith(failure(429, 'too_many', { 'Retry-After': '12' }));
  await assert.rejects(api.login({ token: 'x' }), { status: 429, retryAfterS: 12 });
});

test('a waiting time is at least one second, and 30 when unreadable', () => {
  assert.deepEqual(
    ['0', '7', null, '', 'Wed, 21 Oct 2026 07:28:00 GMT', '-1'].map(retryAfter),
    [1, 7, 30, 30, 30, 30],
  );
});
