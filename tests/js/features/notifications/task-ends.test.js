import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MIN_S, TaskEnds } from '../../../../static/js/features/notifications/task-ends.js';

const agent = (kind, since, pane = '%4') => ({
  session_id: '$0',
  window_id: '@1',
  pane_id: pane,
  kind,
  since,
  agent: 'claude',
});

/** How many ends one agent with these states has. */
function endsOf(...states) {
  const tasks = new TaskEnds();
  return states
    .map(([kind, since]) => tasks.follow('1-1', [agent(kind, since)]).length)
    .reduce((a, b) => a + b);
}

test('only an agent that worked for long and is done has ended its task', () => {
  assert.equal(endsOf(['working', 100], ['done', 100 + MIN_S], ['done', 100 + MIN_S], ['done', 500]), 1);
  assert.equal(endsOf(['working', 100], ['done', 99 + MIN_S]), 0);
  assert.equal(endsOf(['done', 500]), 0);
  assert.equal(endsOf(['unknown', 100], ['done', 500]), 0);
  assert.equal(endsOf(['working', 100], ['idle', 500], ['done', 501]), 0);
  assert.equal(endsOf(['working', 100], ['done', 200], ['working', 300], ['done', 301]), 1);
});

test('waiting is not work and does not end the task', () => {
  const asked = [
    ['working', 100],
    ['waiting', 106],
    ['working', 700],
  ];
  assert.equal(endsOf(...asked, ['done', 703]), 0);
  assert.equal(endsOf(...asked, ['done', 704]), 1);
});

test('an agent that works again is not done, and each pane and tmux server has tasks of its own', () => {
  const tasks = new TaskEnds();
  tasks.follow('1-1', [agent('working', 100), agent('working', 100, '%5')]);
  const [found, ...others] = tasks.follow('1-1', [
    agent('done', 200),
    agent('done', 200),
    agent('idle', 200, '%5'),
  ]);
  assert.deepEqual([found.pane_id, others], ['%4', []]);
  assert.ok(tasks.isDone(found));
  tasks.follow('1-1', [agent('working', 201)]);
  assert.ok(!tasks.isDone(found));
  assert.equal(tasks.follow('2-2', [agent('done', 300)]).length, 0);
});
