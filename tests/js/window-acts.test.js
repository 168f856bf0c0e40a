import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { WindowActs } from '../../static/js/ui/window-acts.js';

/** A session of three windows that shows this one. */
const showing = (active) => ['@1', '@2', '@3'].map((id) => ({ id, active: id === active }));

function made() {
  const page = { windows: showing('@1'), asked: [], focus: () => {}, subscription: { switchWindow: (id) => page.asked.push(id) } };
  return { page, acts: new WindowActs(page) };
}

test('what follows a turn is for the window that was asked for, before the list tells of it', () => {
  const { page, acts } = made();
  acts.select('@2');
  assert.deepEqual([page.asked, acts.current.id], [['@2'], '@2']);
  page.windows = showing('@1');
  assert.equal(acts.current.id, '@2');
  page.windows = showing('@2');
  assert.equal(acts.current.id, '@2');
});

test('somebody else turned elsewhere, the window is gone, or nothing came of it', () => {
  const { page, acts } = made();
  acts.select('@2');
  page.windows = showing('@3');
  assert.equal(acts.current.id, '@3');
  acts.select('@2');
  page.windows = page.windows.filter(({ id }) => id !== '@2');
  assert.equal(acts.current.id, '@3');
  const now = performance.now();
  acts.select('@1');
  assert.equal(acts.current.id, '@1');
  mock.method(performance, 'now', () => now + 10_000);
  assert.equal(acts.current.id, '@3');
  mock.restoreAll();
});
