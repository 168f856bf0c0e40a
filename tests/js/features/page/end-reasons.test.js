import assert from 'node:assert/strict';
import { test } from 'node:test';

import { endingOf } from '../../../../static/js/features/page/end-reasons.js';

const ACTIONS = { attach() {}, create() {}, list() {}, login() {}, reload() {} };
const REASONS = [
  'session_ended',
  'not_found',
  'detached',
  'server_exited',
  'disconnected',
  'switched',
  'forbidden',
  'outdated',
  'constructor',
];

test('each ending has one main button and leads to all sessions', () => {
  for (const reason of REASONS) {
    const { title, text, actions } = endingOf(reason, '<img onerror>', ACTIONS);
    assert.ok(title && text, reason);
    assert.deepEqual(
      actions.map(({ primary }) => primary),
      actions.map((_, place) => place === 0),
      reason,
    );
    assert.equal(actions.at(-1).run, ACTIONS.list, reason);
  }
});

test('the main button does what fits the reason', () => {
  const firstOf = (reason) => endingOf(reason, 'work', ACTIONS).actions[0].run;
  assert.equal(firstOf('session_ended'), ACTIONS.create);
  assert.equal(firstOf('detached'), ACTIONS.attach);
  assert.equal(firstOf('signed_out'), ACTIONS.login);
  assert.equal(firstOf('anything'), ACTIONS.attach);
});

test('a guest gets no button for what a guest may not do', () => {
  assert.deepEqual(endingOf('session_ended', 'work', {}).actions, []);
});

test('an unknown reason is shown', () => {
  assert.match(endingOf('odd_reason', 'work', ACTIONS).text, /odd_reason/);
});
