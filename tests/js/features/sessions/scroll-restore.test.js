import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

const window = makePage('<input>');
const { ScrollRestore } = await import('../../../../static/js/features/sessions/scroll-restore.js');

const input = document.querySelector('input');
const scrolls = [];
window.scrollTo = ({ top }) => scrolls.push(top);

test('filter and position of the history entry are restored once, and stored from then on', () => {
  history.replaceState({ other: 1, y: 300, filter: 'api' }, '');
  const restore = new ScrollRestore(input);
  assert.equal(input.value, 'api');
  input.value = 'early';
  input.dispatchEvent(new Event('input'));
  assert.equal(history.state.filter, 'api');
  restore.restore();
  restore.restore();
  assert.deepEqual(scrolls, [300]);
  input.value = 'docs';
  input.dispatchEvent(new Event('input'));
  assert.deepEqual(history.state, { other: 1, y: Math.round(window.scrollY), filter: 'docs' });
});
