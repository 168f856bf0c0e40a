import assert from 'node:assert/strict';
import { test } from 'node:test';

import { lettersOf, optionFor, stayAt } from '../../../../static/js/features/inbox/inbox-queue.js';

const agent = (pane_id, session_id, since, kind = 'waiting') => ({
  pane_id,
  session_id,
  since,
  kind,
  agent: '',
});
const list = {
  epoch: 'e',
  sessions: [
    { id: '$0', name: 'a' },
    { id: '$1', name: 'b' },
  ],
};

test('each agent that waits once, the longest waiting first', () => {
  const agents = [
    agent('%1', '$0', 9),
    agent('%2', '$1', 3),
    agent('%2', '$0', 3),
    agent('%3', '$0', 1, 'working'),
    agent('%4', '$9', 1),
  ];
  assert.deepEqual(
    lettersOf(list, { epoch: 'e', agents }).map(({ paneId, session }) => [paneId, session]),
    [
      ['%2', 'b'],
      ['%1', 'a'],
    ],
  );
  assert.deepEqual(lettersOf(list, { epoch: 'other', agents }), []);
  assert.deepEqual(lettersOf(null, null), []);
});

test('what is shown stays in front; after its end the next takes its place', () => {
  const letters = ['%1', '%2', '%3'].map((paneId) => ({ paneId }));
  assert.equal(stayAt(letters, '%3', 0), 2);
  assert.equal(stayAt(letters, '%9', 1), 1);
  assert.equal(stayAt(letters, '%9', 7), 2);
  assert.equal(stayAt([], '%9', 7), 0);
});

test('y and n mean the first option that says so, and never another one', () => {
  const options = [
    { key: '1', label: 'Yes' },
    { key: '2', label: 'Yes, always' },
    { key: '3', label: 'No, and say why' },
  ];
  assert.deepEqual(
    ['y', 'n', '2', '4', 'x', 'Enter'].map((key) => optionFor(key, options)),
    ['1', '3', '2', undefined, undefined, undefined],
  );
  assert.equal(optionFor('n', [{ key: '1', label: 'Nothing' }]), undefined);
  assert.equal(optionFor('y', [{ key: '1', label: 'Red' }]), undefined);
});
