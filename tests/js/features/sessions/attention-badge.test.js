import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  attentionOf,
  newAlerts,
  alertList,
  withWaiting,
} from '../../../../static/js/features/sessions/attention-badge.js';

const waiting = (id, name, alerts) => ({
  id,
  name,
  alerts: { bell: 0, done: 0, silence: 0, activity: 0, ...alerts },
});
const api = waiting('$1', 'api', { done: 2, activity: 1 });
const docs = waiting('$2', 'docs', { bell: 1, done: 1 });
const noneMuted = () => false;

test('the most urgent alert of all sessions gives the glyph', () => {
  assert.deepEqual(attentionOf([api, docs], noneMuted), { sessions: [api, docs], kind: 'bell', glyph: '!' });
  assert.deepEqual(attentionOf([api], noneMuted), { sessions: [api], kind: 'done', glyph: '✓' });
  assert.deepEqual(attentionOf([], noneMuted), { sessions: [], kind: '', glyph: '' });
});

test('a muted session does not count', () => {
  assert.deepEqual(
    attentionOf([api, docs], (name) => name === 'docs'),
    { sessions: [api], kind: 'done', glyph: '✓' },
  );
});

test('each session is named with its most urgent alert, and more than five are counted', () => {
  assert.equal(alertList([api, docs]), 'api (finished), docs (bell)');
  const seven = [...'abcdefg'].map((name) => waiting(name, name, { bell: 1 }));
  assert.equal(alertList(seven), 'a (bell), b (bell), c (bell), d (bell), e (bell), 2 more');
  assert.equal(alertList([]), '');
});

test('a session counts as new after another bell or finished command', () => {
  assert.deepEqual(newAlerts([], [api, docs]), [api, docs]);
  assert.deepEqual(newAlerts([api, docs], [api, docs]), []);
  assert.deepEqual(newAlerts([api], [waiting('$1', 'api', { done: 2, activity: 5, silence: 1 })]), []);
  assert.deepEqual(
    newAlerts([api], [waiting('$1', 'api', { done: 3 })]).map(({ id }) => id),
    ['$1'],
  );
  assert.deepEqual(newAlerts([api], []), []);
});

test('agents that wait in other sessions come before all alerts', () => {
  const agent = (session_id, pane_id, since = 1) => ({ session_id, pane_id, since, kind: 'waiting' });
  const names = { $1: 'api', $3: 'web', $9: 'here' };
  const agents = [
    agent('$1', '%1'),
    agent('$3', '%3'),
    agent('$9', '%9'),
    { ...agent('$2', '%2'), kind: 'done' },
  ];
  const all = withWaiting([api, docs], { agents, names }, '$9');
  assert.deepEqual(
    all.map(({ name, agents: found }) => [name, found.length]),
    [
      ['api', 1],
      ['docs', 0],
      ['web', 1],
    ],
  );
  const { kind, glyph } = attentionOf(all, noneMuted);
  assert.deepEqual([kind, glyph], ['waiting', '?']);
  assert.equal(alertList(all), 'api (needs you), docs (bell), web (needs you)');
  assert.deepEqual(newAlerts(all, all), []);
  const later = withWaiting([api, docs], { agents: [agent('$1', '%1', 2)], names }, '$9');
  assert.deepEqual(
    newAlerts(all, later).map(({ name }) => name),
    ['api'],
  );
});
