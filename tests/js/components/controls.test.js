import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../page.js';

makePage('<input><ul><li id="a"></li><li id="b"></li></ul>');
const { chooseOption, listField, textButton, toggleButton } = await import(
  '../../../static/js/components/controls.js'
);

test('one option is chosen, and the field names it', () => {
  const field = document.querySelector('input');
  const [a, b] = document.querySelectorAll('li');
  for (const option of [a, b]) option.scrollIntoView = () => {};
  const state = () => [a, b].map((option) => option.getAttribute('aria-selected'));
  chooseOption(field, undefined, a);
  chooseOption(field, a, b);
  assert.deepEqual([state(), field.getAttribute('aria-activedescendant')], [['false', 'true'], 'b']);
  chooseOption(field, b, undefined);
  assert.deepEqual([state(), field.getAttribute('aria-activedescendant')], [['false', 'false'], null]);
});

test('a button has its text and runs its function', () => {
  let runs = 0;
  const button = textButton('Add', () => (runs += 1), { 'aria-label': 'Add a key' });
  button.click();
  assert.deepEqual([button.textContent, button.type, runs], ['Add', 'button', 1]);
});

test('a toggle reports each change, and screen readers get its state', () => {
  const changes = [];
  const button = toggleButton('Aa', 'Match case', (on) => changes.push(on));
  button.click();
  assert.equal(button.getAttribute('aria-pressed'), 'true');
  button.click();
  assert.deepEqual([changes, button.getAttribute('aria-pressed')], [[true, false], 'false']);
});

test('a field of a list names the list, and its attributes can differ', () => {
  const field = listField('matches', 'Find', { placeholder: null, 'aria-expanded': 'false' });
  const attributes = ['aria-controls', 'aria-label', 'placeholder', 'aria-expanded'];
  assert.deepEqual(
    attributes.map((name) => field.getAttribute(name)),
    ['matches', 'Find', null, 'false'],
  );
});
