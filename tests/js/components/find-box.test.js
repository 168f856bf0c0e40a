import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { makePage, pressKey } from '../page.js';

makePage();
const { FindBox } = await import('../../../static/js/components/find-box.js');

function openBox() {
  const calls = [];
  const box = new FindBox('Find', {
    onText: (text, how) => calls.push(['text', text, how.case]),
    onGo: (where) => calls.push(['go', where]),
    onClose: () => calls.push(['close']),
  });
  document.body.replaceChildren(box.element);
  return { box, calls, input: box.element.querySelector('input') };
}

test('a search begins when typing pauses, or with Enter', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { calls, input } = openBox();
  input.value = 'a';
  input.dispatchEvent(new Event('input'));
  mock.timers.tick(149);
  assert.deepEqual(calls, []);
  mock.timers.tick(1);
  input.value = 'ab';
  input.dispatchEvent(new Event('input'));
  pressKey(input, 'Enter');
  assert.deepEqual(calls, [
    ['text', 'a', false],
    ['text', 'ab', false],
  ]);
  mock.timers.reset();
});

test('keys and buttons go to matches, and close the box', () => {
  const { box, calls, input } = openBox();
  pressKey(input, 'Enter');
  pressKey(input, 'Enter', { shiftKey: true });
  box.element.querySelector('[aria-label="Next match"]').click();
  assert.equal(pressKey(input, 'Escape').defaultPrevented, true);
  assert.deepEqual(calls, [['go', 'next'], ['go', 'previous'], ['go', 'next'], ['close']]);
});

test('an option searches at once', () => {
  const { box, calls } = openBox();
  box.fill('x', { case: false, regex: false });
  box.element.querySelector('[aria-label="Match case"]').click();
  assert.deepEqual(calls.at(-1), ['text', 'x', true]);
  box.showCount('1 of 2');
  assert.equal(box.element.querySelector('.find-count').textContent, '1 of 2');
});
