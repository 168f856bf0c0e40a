import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../page.js';

makePage('<ul></ul><p id="problem" hidden></p>');
const { keepingFocus, rowOf, showRows } = await import('../../../static/js/components/keyed-list.js');
const { act } = await import('../../../static/js/components/form-status.js');
const list = document.querySelector('ul');

function make({ name }) {
  const button = document.createElement('button');
  button.dataset.act = 'end';
  return rowOf({ main: name, badges: ['new'], detail: 'detail' }, button);
}
const show = (...names) =>
  showRows(
    list,
    names.map(([key, name]) => ({ key, fields: { name } })),
    make,
  );

test('an unchanged row stays, a changed one is replaced, and the focus stays with its row', () => {
  show(['1', 'a'], ['2', 'b']);
  const [first, second] = list.children;
  second.querySelector('button').focus();
  show(['2', 'c'], ['1', 'a']);
  assert.deepEqual(
    [...list.children].map((row) => row.querySelector('strong').textContent),
    ['c', 'a'],
  );
  assert.equal(list.children[1], first);
  assert.notEqual(list.children[0], second);
  assert.equal(document.activeElement, list.children[0].querySelector('button'));
});

test('the focus goes to what is left when its row is removed', async () => {
  show(['1', 'a'], ['2', 'b']);
  await keepingFocus(list, list.children[1].querySelector('button'), async () => show(['1', 'a']));
  assert.equal(document.activeElement, list.querySelector('button'));
});

test('an error of a button is shown until its next use', async () => {
  const button = document.createElement('button');
  const problem = document.querySelector('#problem');
  await act(button, () => Promise.reject(new Error('No.')));
  assert.deepEqual([problem.hidden, problem.textContent, button.disabled], [false, 'No.', false]);
  await act(button, async () => {});
  assert.equal(problem.hidden, true);
});
