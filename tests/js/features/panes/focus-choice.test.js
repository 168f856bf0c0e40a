import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FocusChoice } from '../../../../static/js/features/panes/focus-choice.js';

const place = (pane, left) => ({ pane, left, top: 0, cols: 10, rows: 10 });
const PANES = [place(1, 0), place(2, 11), place(3, 22)];
const with_ = (active, panes = PANES) => panes.map((one) => ({ ...one, active: one.pane === active }));

function makeChoice() {
  const timer = { run: null, expired: 0 };
  const choice = new FocusChoice(() => (timer.expired += 1), {
    setTimeout: (run) => (timer.run = run),
    clearTimeout: () => (timer.run = null),
  });
  return { choice, timer };
}

test('the focus follows the active pane of tmux', () => {
  const { choice } = makeChoice();
  assert.deepEqual([choice.among(with_(2)), choice.among(with_(3)), choice.among([])], [2, 3, null]);
  assert.equal(choice.among(with_(9)), 1, 'without an active one the first');
});

test('a choice holds until tmux has another active pane than before', () => {
  const { choice, timer } = makeChoice();
  choice.among(with_(1));
  choice.choose(2, 1);
  assert.equal(choice.among(with_(1)), 2);
  assert.equal(choice.among(with_(3)), 2, 'tmux may still work on an earlier request');
  timer.run();
  assert.equal(timer.expired, 1);
  assert.equal(choice.among(with_(3)), 3);
});

test('a viewer, who cannot make a pane active, keeps the choice while nobody else makes one', () => {
  const { choice, timer } = makeChoice();
  choice.choose(2, 1);
  timer.run();
  assert.equal(choice.among(with_(1)), 2);
  assert.equal(choice.among(with_(3)), 3);
});

test('in solo the choice stays, and the nearest pane takes over from one that is gone', () => {
  const { choice, timer } = makeChoice();
  choice.among(with_(2));
  choice.stay(true);
  assert.equal(choice.among(with_(1)), 2);
  choice.choose(3, 1);
  assert.equal(timer.run, null);
  assert.equal(choice.among(with_(1)), 3);
  assert.equal(choice.among(with_(1, PANES.slice(0, 2))), 2);
  choice.stay(false);
  assert.equal(choice.among(with_(1, PANES.slice(0, 2))), 1);
  choice.dispose();
});
