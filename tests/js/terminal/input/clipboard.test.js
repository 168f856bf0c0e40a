import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, settled } from '../../page.js';

const window = makePage();
const { Disposables } = await import('../../../../static/js/lib/disposables.js');
const { Clipboard } = await import('../../../../static/js/terminal/input/clipboard.js');

/** A clipboard of a browser that refuses until it is allowed. */
function browserOf() {
  const browser = { allowed: true, text: '', copied: [] };
  const refuse = () => Promise.reject(new Error('NotAllowedError'));
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: async (text) => (browser.allowed ? (browser.text = text) : refuse()) },
  });
  document.execCommand = () => false;
  return browser;
}

test('text is written at once, and counted in characters', async () => {
  const browser = browserOf();
  const clipboard = new Clipboard(new Disposables(), (count) => browser.copied.push(count));
  await clipboard.write('a😀');
  await clipboard.write('');
  assert.deepEqual([browser.text, browser.copied], ['a😀', [2]]);
});

test('text that the browser refuses waits for a gesture, and for no newer copy', async () => {
  const browser = browserOf();
  const disposables = new Disposables();
  const clipboard = new Clipboard(disposables, (count) => browser.copied.push(count));
  browser.allowed = false;
  await clipboard.write('one');
  browser.allowed = true;
  window.dispatchEvent(new window.Event('keydown'));
  await settled();
  assert.deepEqual([browser.text, browser.copied], ['one', [3]]);
  browser.allowed = false;
  await clipboard.write('two');
  window.dispatchEvent(new window.Event('copy'));
  browser.allowed = true;
  window.dispatchEvent(new window.Event('keydown'));
  await settled();
  assert.equal(browser.text, 'one');
  disposables.dispose();
});
