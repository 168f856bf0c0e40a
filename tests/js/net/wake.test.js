import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../page.js';

const window = makePage();
const { Disposables } = await import('../../../static/js/lib/disposables.js');
const { onWake } = await import('../../../static/js/net/wake.js');

test('a page that is online again or comes from the cache wakes up, until it is disposed', () => {
  const disposables = new Disposables();
  let wakes = 0;
  onWake(disposables, () => (wakes += 1));
  window.dispatchEvent(new window.Event('online'));
  const shown = (persisted) => Object.assign(new window.Event('pageshow'), { persisted });
  window.dispatchEvent(shown(false));
  window.dispatchEvent(shown(true));
  document.dispatchEvent(new window.Event('visibilitychange'));
  assert.equal(wakes, 3);
  disposables.dispose();
  window.dispatchEvent(new window.Event('online'));
  assert.equal(wakes, 3);
});
