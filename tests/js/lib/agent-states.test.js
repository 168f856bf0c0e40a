import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ofKind, withAgents } from '../../../static/js/lib/agent-states.js';
import { ordered, urgency, wanting } from '../../../static/js/lib/session-order.js';

const agent = (session_id, kind, since = 1) => ({
  session_id,
  window_id: '@0',
  pane_id: '%0',
  kind,
  since,
  agent: '',
});
const list = {
  epoch: 'e',
  sessions: /** @type {any[]} */ ([
    { id: '$0', name: 'a', alerts: { bell: 1 } },
    { id: '$1', name: 'b' },
  ]),
};

test('sessions get the agents of their tmux server, and one that waits is the most urgent', () => {
  const states = { epoch: 'e', agents: [agent('$1', 'waiting'), agent('$7', 'waiting')] };
  const { sessions } = withAgents(list, states);
  assert.deepEqual(
    sessions.map(({ agents }) => agents.length),
    [0, 1],
  );
  assert.deepEqual(sessions.map(urgency), ['bell', 'waiting']);
  assert.equal(wanting(sessions), 2);
  assert.deepEqual(
    ordered(sessions, 'attention').map(({ name }) => name),
    ['b', 'a'],
  );
  for (const none of [null, { ...states, epoch: 'other' }])
    assert.deepEqual(withAgents(list, none).sessions.map(urgency), ['bell', undefined]);
});

test('an agent that works is not urgent', () => {
  const { sessions } = withAgents(list, { epoch: 'e', agents: [agent('$1', 'working')] });
  assert.equal(wanting(sessions), 1);
});

test('the agents of a kind, the longest in it first', () => {
  const found = ofKind([agent('$0', 'done', 5), agent('$0', 'idle', 1), agent('$0', 'done', 2)], 'done');
  assert.deepEqual(
    found.map(({ since }) => since),
    [2, 5],
  );
});
