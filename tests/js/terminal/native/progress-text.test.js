import assert from 'node:assert/strict';
import { test } from 'node:test';

import { nextProgress, progressOf } from '../../../../static/js/terminal/native/progress-text.js';

test('each of the five states is understood', () => {
  assert.deepEqual(progressOf('4;0'), { kind: 'none', percent: null });
  assert.deepEqual(progressOf('4;1;25'), { kind: 'running', percent: 25 });
  assert.deepEqual(progressOf('4;2;80'), { kind: 'failed', percent: 80 });
  assert.deepEqual(progressOf('4;3;80'), { kind: 'unknown', percent: null });
  assert.deepEqual(progressOf('4;4'), { kind: 'paused', percent: null });
  assert.deepEqual(progressOf('4'), { kind: 'none', percent: null });
  assert.deepEqual(progressOf('4;1;5000;'), { kind: 'running', percent: 100 });
});

test('all else is no progress, so that it may be a message', () => {
  const texts = ['', 'done', '4 tests', '40;1;2', '4;5', '4;1;-1', '4;1;1e1', '4;1;٥', '4;1;5\u0000'];
  for (const data of [...texts, '4;1;\ufffd', `4;1;${'9'.repeat(4096)}`, `4;1;${' '.repeat(1_000_000)}`])
    assert.equal(progressOf(data), null, data.slice(0, 20));
});

test('a failure or a pause without a number stays where the progress was', () => {
  const half = { kind: 'running', percent: 50 };
  assert.deepEqual(nextProgress(half, progressOf('4;2')), { kind: 'failed', percent: 50 });
  assert.deepEqual(nextProgress(half, progressOf('4;4;70')), { kind: 'paused', percent: 70 });
  assert.deepEqual(nextProgress(half, progressOf('4;1')), { kind: 'running', percent: 0 });
  assert.deepEqual(nextProgress(half, progressOf('4;3')), { kind: 'unknown', percent: null });
});
