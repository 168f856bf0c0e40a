import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, pressKey } from '../../page.js';

makePage();
const { DiffView } = await import('../../../../static/js/features/changes/diff-view.js');
const { linesOfDiff } = await import('../../../../static/js/features/changes/diff-lines.js');

const DIFF = '@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n@@ -9 +9 @@\n-nine\n+9\u202e<b>\n';

function shown({ text = DIFF, split = false } = {}) {
  const seen = { chosen: [], comments: 0, said: [] };
  const view = new DiffView({
    onChoose: (lines) => (seen.chosen = lines.map((line) => line.text)),
    onComment: () => (seen.comments += 1),
    say: (words) => seen.said.push(words),
  });
  document.body.replaceChildren(view.element);
  view.show(linesOfDiff(text), { split, label: 'Changes of x' });
  view.element.scrollIntoView = () => {};
  return { view, seen, element: view.element };
}

const numberOf = (element, text) =>
  [...element.querySelectorAll('.diff-row')]
    .find((row) => row.textContent.includes(text))
    .querySelector('[data-line]');

test('text is text, and what reverses it is written out', () => {
  const { element } = shown();
  assert.equal(element.querySelector('b'), null);
  assert.match(element.textContent, /9\\u202e<b>/);
});

test('a click chooses a line, and one with Shift extends to another', () => {
  const { element, seen } = shown();
  numberOf(element, 'one').click();
  assert.deepEqual(seen.chosen, ['one']);
  numberOf(element, 'three').dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }));
  assert.deepEqual(seen.chosen, ['one', 'two', '2', 'three']);
});

test('lines of two parts of a file are not chosen together', () => {
  const { element, seen } = shown();
  numberOf(element, 'one').click();
  numberOf(element, 'nine').dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }));
  assert.deepEqual(seen.chosen, ['nine']);
});

test('arrow keys choose and speak, Enter comments, Escape chooses nothing', () => {
  const { element, seen } = shown();
  pressKey(element, 'ArrowDown');
  pressKey(element, 'ArrowDown');
  pressKey(element, 'ArrowDown', { shiftKey: true });
  assert.deepEqual(seen.chosen, ['two', '2']);
  assert.deepEqual(seen.said.at(-1), 'Line 2, added: 2');
  pressKey(element, 'Enter');
  assert.equal(seen.comments, 1);
  pressKey(element, 'Escape');
  assert.deepEqual(seen.chosen, []);
});

test('buttons extend the selection up to the ends of its part', () => {
  const { view, element, seen } = shown();
  numberOf(element, 'two').click();
  for (const step of [-1, -1, 1, 1, 1]) view.extend(step);
  assert.deepEqual(seen.chosen, ['one', 'two', '2', 'three']);
});

test('side by side, a replaced line stands beside its successor', () => {
  const { element } = shown({ split: true });
  const row = [...element.querySelectorAll('.diff-row')].find(({ textContent }) =>
    textContent.includes('two'),
  );
  assert.deepEqual(
    [...row.children].map(({ textContent }) => textContent),
    ['2', 'two', '2', '2'],
  );
});

test('of many lines, the first 3000 are shown until the user wants more', () => {
  const { element } = shown({ text: `@@ -0,0 +1,5000 @@\n${'+x\n'.repeat(5000)}` });
  assert.equal(element.querySelectorAll('.diff-row').length, 3000);
  const button = element.querySelector('button');
  assert.equal(button.textContent, 'Show 2001 more lines');
  button.click();
  assert.equal(element.querySelectorAll('.diff-row').length, 5001);
});
