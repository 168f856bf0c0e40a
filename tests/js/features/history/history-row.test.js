import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage();
const { plainOf, rowElement } = await import('../../../../static/js/features/history/history-row.js');

const APPEARANCE = { palette: { red: '#ff0000', background: '#000000', foreground: '#ffffff' }, contrast: 1 };
const rowOf = (row, marks = []) => rowElement(row, 7, APPEARANCE, marks);

test('a row has its text, and no markup of it', () => {
  const row = rowOf('<img> \x1b[31mred\x1b[0m  ');
  assert.deepEqual([row.textContent, row.dataset.row, row.querySelector('img')], ['<img> red', '7', null]);
  assert.notEqual(row.querySelector('span').style.color, '');
  assert.equal(plainOf('\x1b[31mred\x1b[0m'), 'red');
});

test('a row that is not loaded is empty', () => {
  assert.deepEqual(
    [rowOf(undefined).className, rowOf(undefined).textContent],
    ['history-row is-missing', ''],
  );
});

test('matches are marked, also across colours', () => {
  const row = rowOf('ab\x1b[31mcd\x1b[0mef', [{ begin: 1, end: 3, current: true }]);
  const marks = [...row.querySelectorAll('mark')];
  assert.deepEqual(
    marks.map(({ textContent }) => textContent),
    ['b', 'c'],
  );
  assert.ok(marks.every(({ className }) => className === 'history-mark is-current'));
  assert.equal(row.textContent, 'abcdef');
});

test('a wide character gets a box of two cells', () => {
  const [box] = rowOf('a日b').querySelectorAll('.history-box');
  assert.deepEqual([box.textContent, box.className], ['日', 'history-box is-wide']);
});
