import assert from 'node:assert/strict';
import { test } from 'node:test';

import { afterClose, diagnose } from '../../../static/js/net/closing.js';

const listing = (epoch, ...sessions) => ({
  listSessions: async () => ({ epoch, sessions: sessions.map(([id, name]) => ({ id, name })) }),
});
const failing = (status) => ({
  listSessions: async () => {
    throw Object.assign(new Error('no'), { status });
  },
});

test('a network that breaks, or a server that restarts, is tried again and resumed', () => {
  assert.deepEqual(afterClose(1006), { act: 'retry', pace: 'normal', resume: true });
  assert.deepEqual(afterClose(1012), { act: 'retry', pace: 'quick', resume: true });
  for (const code of [1008, 1013]) assert.equal(afterClose(code).pace, 'slow');
});

test('bytes that were refused are not sent again', () => {
  for (const code of [1002, 1003, 1007, 1009, 4400]) {
    assert.deepEqual(afterClose(code), { act: 'retry', pace: 'slow', resume: false }, String(code));
  }
});

test('ends are ends', () => {
  const reasons = Object.fromEntries(
    [4401, 4403, 4404, 4409, 4426].map((code) => [code, afterClose(code).reason]),
  );
  assert.deepEqual(reasons, {
    4401: 'signed_out',
    4403: 'forbidden',
    4404: 'not_found',
    4409: 'server_exited',
    4426: 'outdated',
  });
});

test('the Exit record says why, whatever the close code', () => {
  assert.deepEqual(afterClose(4410, 'detached'), { act: 'end', reason: 'detached' });
  assert.deepEqual(afterClose(1006, 'session_ended'), { act: 'end', reason: 'session_ended' });
  assert.deepEqual(afterClose(4410), { act: 'end', reason: 'session_ended' });
  assert.equal(afterClose(4410, 'closed').act, 'retry');
});

test('a refused handshake is explained by HTTP', async () => {
  const wanted = { name: 'work' };
  assert.deepEqual(await diagnose(failing(401), wanted), { act: 'end', reason: 'signed_out' });
  assert.equal((await diagnose(failing(0), wanted)).pace, 'normal');
  assert.equal((await diagnose(failing(429), wanted)).pace, 'slow');
  assert.equal((await diagnose(listing('1', ['$0', 'work']), wanted)).act, 'retry');
  assert.deepEqual(await diagnose(listing('1', ['$0', 'working']), wanted), {
    act: 'end',
    reason: 'not_found',
  });
});

test('a renamed session is found by its id, but never on another tmux server', async () => {
  const wanted = { name: 'work', id: '$3', epoch: '7-1' };
  const renamed = await diagnose(listing('7-1', ['$3', 'play']), wanted);
  assert.deepEqual([renamed.act, renamed.name], ['retry', 'play']);
  assert.deepEqual(await diagnose(listing('9-2', ['$3', 'stranger']), wanted), {
    act: 'end',
    reason: 'server_exited',
  });
  assert.deepEqual(await diagnose(listing('7-1', ['$4', 'other']), wanted), {
    act: 'end',
    reason: 'not_found',
  });
});
