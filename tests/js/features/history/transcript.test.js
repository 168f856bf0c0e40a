import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isTranscript, shownHistory } from '../../../../static/js/features/history/transcript.js';

const PANE = { pane: '%3', size: 24, history: 0 };
const OTHER = { pane: '%33r', size: 90, history: 60, reconstructed: true };

test('the transcript is shown while the agent fills its pane', () => {
  const transcript = { pane: '%3r', size: 84, history: 60, reconstructed: true };
  assert.equal(shownHistory([PANE, transcript, OTHER], PANE), transcript);
  assert.equal(shownHistory([PANE, transcript], transcript), transcript);
  const left = { ...transcript, size: 60 };
  assert.equal(shownHistory([PANE, left, OTHER], PANE), PANE);
});

test('a pane without a transcript shows the history of tmux', () => {
  assert.equal(shownHistory([PANE, OTHER], PANE), PANE);
  assert.equal(shownHistory([], undefined), undefined);
  assert.deepEqual([isTranscript('%3'), isTranscript('%3r')], [false, true]);
});
