import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../page.js';

makePage();
const { icon, iconButton } = await import('../../../static/js/lib/icons.js');

test('an icon is a drawing that screen readers skip', () => {
  const svg = icon('close');
  assert.equal(svg.getAttribute('aria-hidden'), 'true');
  assert.match(svg.querySelector('path').getAttribute('d'), /^M6 6/);
});

test('a button with an icon has a label and runs its action', () => {
  let runs = 0;
  const button = iconButton('find', 'Find', () => (runs += 1), { title: 'Find (F3)' });
  button.click();
  const attributes = ['aria-label', 'title', 'type'].map((name) => button.getAttribute(name));
  assert.deepEqual([attributes, runs], [['Find', 'Find (F3)', 'button'], 1]);
});
