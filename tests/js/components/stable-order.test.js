import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../page.js';

makePage('<ul></ul><button id="reorder" hidden></button>');
const { CalmList } = await import('../../../static/js/components/stable-order.js');

test('the order waits while the pointer is over the list', () => {
  const list = document.querySelector('ul');
  const button = document.querySelector('#reorder');
  let changes = 0;
  const calm = new CalmList(list, () => (changes += 1), button);
  const enter = new PointerEvent('pointerenter', { pointerType: 'mouse' });
  assert.deepEqual(calm.order(['a', 'b'], ['b', 'a']), ['b', 'a']);
  list.dispatchEvent(enter);
  assert.deepEqual(calm.order(['a', 'b'], ['b', 'a']), ['a', 'b']);
  assert.equal(button.hidden, false);
  button.click();
  assert.equal(changes, 1);
  assert.deepEqual(calm.order(['a', 'b'], ['b', 'a']), ['b', 'a']);
  assert.equal(button.hidden, true);
});
