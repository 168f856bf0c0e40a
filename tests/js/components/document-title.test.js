import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../page.js';

makePage();
document.head.innerHTML = '<title>WebMux</title><link rel="icon" href="/icon.svg">';
const { iconWith } = await import('../../../static/js/components/favicon.js');
const { setCount, setTitle } = await import('../../../static/js/components/document-title.js');
const icon = () => document.querySelector('link').getAttribute('href');

const drawn = () => new Promise((resolve) => setTimeout(resolve));

test('title and icon show how many items need attention', async () => {
  setTitle('work');
  setCount(120);
  await drawn();
  assert.equal(document.querySelector('title').textContent, '(99+) work');
  assert.equal(decodeURIComponent(icon()), `data:image/svg+xml,${iconWith(120)}`);
  assert.match(icon(), /9%2B/);
  setCount(2, 'agents');
  setCount(1);
  assert.equal(document.querySelector('title').textContent, '(3) work');
  setCount(0, 'agents');
  setCount(0);
  await drawn();
  assert.equal(document.querySelector('title').textContent, 'work');
  assert.equal(icon(), '/icon.svg');
});
