import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../page.js';

const TERMINAL = '<main id="terminal"><div class="xterm"><textarea></textarea></div></main>';
makePage(`${TERMINAL}<div id="layer"></div><button>x</button>`);
const { EarlyField, blurFocused, focusReturner, keyboardOwner } = await import(
  '../../../static/js/components/focus.js'
);

test('a field takes what is typed early, and goes with its text', () => {
  const field = new EarlyField('Find');
  const element = document.querySelector('#layer textarea');
  assert.equal(document.activeElement, element);
  element.value = 'needle';
  assert.equal(field.text, 'needle');
  field.remove();
  assert.equal(document.querySelector('#layer textarea'), null);
});

test('the focus returns to the terminal, unless something else was reached by keyboard', () => {
  blurFocused();
  assert.equal(keyboardOwner(), document.querySelector('.xterm textarea'));
  const button = document.querySelector('button');
  button.focus();
  button.matches = (selector) => selector === ':focus-visible';
  assert.equal(keyboardOwner(), button);
  blurFocused();
  assert.notEqual(document.activeElement, button);
});

test('a closed dialog gives the focus back, unless the user has moved it since', () => {
  const [button, terminal] = document.querySelectorAll('button, textarea');
  const other = document.body.appendChild(document.createElement('input'));
  other.focus();
  const returnFocus = focusReturner(terminal);
  button.focus();
  returnFocus();
  assert.equal(document.activeElement, button);
  for (const element of [other, document.body]) {
    if (element === other) element.focus();
    else blurFocused();
    returnFocus();
    assert.equal(document.activeElement, terminal);
  }
  let otherwise = 0;
  blurFocused();
  focusReturner(null)(() => (otherwise += 1));
  assert.equal(otherwise, 1);
  other.remove();
});
