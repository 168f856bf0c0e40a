import assert from 'node:assert/strict';
import { test } from 'node:test';

import { WAITS_MS, WaitingCopy } from '../../../static/js/lib/pending-copy.js';

test('a copy that waits is written once, and only while nothing newer may be on the clipboard', () => {
  const waiting = new WaitingCopy();
  const copy = { text: 'OLD' };
  waiting.hold(copy, 1000);
  assert.equal(waiting.take(1000 + WAITS_MS), copy);
  assert.equal(waiting.take(1000), null);
  waiting.hold(copy, 1000);
  assert.equal(waiting.take(1001 + WAITS_MS), null);
  assert.equal(waiting.take(1001), null);
  waiting.hold(copy, 1000);
  waiting.drop();
  assert.equal(waiting.take(1001), null);
});
