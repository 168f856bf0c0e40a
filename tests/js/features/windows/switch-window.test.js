import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { turnTo, windowMeant } from '../../../../static/js/features/windows/action-target.js';

/** Three windows, of which this one is on show. */
const showing = (active) => ['@1', '@2', '@3'].map((id) => ({ id, active: id === active }));

function made() {
  const asked = [];
  return { windows: showing('@1'), asked, subscription: { switchWindow: (id) => asked.push(id) } };
}

test('what follows a turn is for the window that was asked for, before the list tells of it', () => {
  const page = made();
  assert.equal(windowMeant(page).id, '@1');
  turnTo(page, '@2');
  assert.deepEqual([page.asked, windowMeant(page).id], [['@2'], '@2']);
  page.windows = showing('@1');
  assert.equal(windowMeant(page).id, '@2');
  page.windows = showing('@2');
  assert.equal(windowMeant(page).id, '@2');
});

test('somebody else turned elsewhere, the window is gone, or nothing came of it', () => {
  const page = made();
  turnTo(page, '@2');
  page.windows = showing('@3');
  assert.equal(windowMeant(page).id, '@3');
  turnTo(page, '@2');
  page.windows = page.windows.filter(({ id }) => id !== '@2');
  assert.equal(windowMeant(page).id, '@3');
  const now = performance.now();
  turnTo(page, '@1');
  assert.equal(windowMeant(page).id, '@1');
  mock.method(performance, 'now', () => now + 10_000);
  assert.equal(windowMeant(page).id, '@3');
  mock.restoreAll();
  page.windows = [];
  assert.equal(windowMeant(page), undefined);
});
