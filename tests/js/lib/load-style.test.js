import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../page.js';

makePage('', { styles: '/static/js/' });
const { needStyle } = await import('../../../static/js/lib/load-style.js');

test('a style sheet is linked once', async () => {
  const first = needStyle('a.css');
  assert.equal(needStyle('a.css'), first);
  await first;
  const links = [...document.querySelectorAll('link')].map((link) => link.getAttribute('href'));
  assert.deepEqual(links, ['/static/js/a.css']);
});
