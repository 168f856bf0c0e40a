import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

import { makePage } from '../page.js';

makePage();
const { attempt } = await import('../../../static/js/components/attempt.js');

const toasts = () => [...document.querySelectorAll('.toast span')].map(({ textContent }) => textContent);
afterEach(() => document.querySelector('.toasts')?.replaceChildren());

test('the result of work that succeeds is returned, and nothing is shown', async () => {
  assert.equal(await attempt(async () => 3), 3);
  assert.deepEqual(toasts(), []);
});

test('the reason of a failure is shown', async () => {
  const fail = () => {
    throw new Error('the disk is full');
  };
  let failed = 0;
  const text = (reason) => `Not saved: ${reason}.`;
  assert.equal(await attempt(fail, { text, onFailure: () => (failed += 1) }), undefined);
  assert.deepEqual([toasts(), failed], [['Not saved: the disk is full.'], 1]);
});

test('an error with a code has the sentence for it', async () => {
  await attempt(() => Promise.reject(Object.assign(new Error('x'), { code: 'pane_not_found' })));
  assert.deepEqual(toasts(), ['That pane no longer exists.']);
});
