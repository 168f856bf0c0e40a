import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage('<textarea></textarea>');
const { pressClaimedKey, pressKey } = await import('../../../../static/js/terminal/input/press-key.js');

/** A terminal that acts on some keys, and what reached it. */
function terminalOf(acts) {
  const textarea = document.querySelector('textarea').cloneNode();
  const seen = { pressed: [], typed: [] };
  textarea.addEventListener('keydown', (event) => {
    seen.pressed.push([event.key, event.keyCode]);
    if (acts.includes(event.key)) event.preventDefault();
  });
  const terminal = {
    textarea,
    onData: () => ({ dispose: () => {} }),
    input: (text) => seen.typed.push(text),
  };
  return { terminal, seen };
}

const keyOf = (fields) => ({ getModifierState: () => false, ctrlKey: false, metaKey: false, ...fields });

test('a key that the terminal acts on is pressed there', () => {
  const { terminal, seen } = terminalOf(['ArrowUp']);
  assert.equal(pressKey(terminal, keyOf({ key: 'ArrowUp', keyCode: 38 })), true);
  assert.deepEqual(seen, { pressed: [['ArrowUp', 38]], typed: [] });
});

test('a character is typed, and other keys are left alone', () => {
  const { terminal, seen } = terminalOf([]);
  assert.equal(pressKey(terminal, keyOf({ key: 'A', keyCode: 65 })), true);
  assert.equal(pressKey(terminal, keyOf({ key: 'v', keyCode: 86, metaKey: true })), false);
  assert.equal(pressKey(terminal, keyOf({ key: 'F5', keyCode: 116 })), false);
  assert.deepEqual(seen.typed, ['A']);
});

test('a key of an input method is known by its place', () => {
  const { terminal, seen } = terminalOf(['c', 'Escape', '?']);
  const process = (code, shiftKey = false) =>
    pressClaimedKey(terminal, keyOf({ key: 'Process', code, shiftKey }));
  assert.deepEqual([process('KeyC'), process('Escape'), process('Slash', true)], [true, true, true]);
  assert.equal(process('IntlRo'), false);
  assert.deepEqual(seen.pressed, [
    ['c', 67],
    ['Escape', 27],
    ['?', 191],
  ]);
});
