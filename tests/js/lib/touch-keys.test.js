import assert from 'node:assert/strict';
import { test } from 'node:test';

import { KEYS, MORE, ROW, keyOf, rowsFor, shaped, textOf } from '../../../static/js/lib/touch-keys.js';

test('keys type what a terminal expects, with modifiers and in both cursor modes', () => {
  const rows = [
    ['esc', {}, false, '\x1b'],
    ['esc', { alt: true }, false, '\x1b\x1b'],
    ['tab', {}, false, '\t'],
    ['backtab', {}, false, '\x1b[Z'],
    ['up', {}, false, '\x1b[A'],
    ['up', {}, true, '\x1bOA'],
    ['left', { ctrl: true }, true, '\x1b[1;5D'],
    ['right', { alt: true }, false, '\x1b[1;3C'],
    ['down', { ctrl: true, alt: true }, false, '\x1b[1;7B'],
    ['home', {}, false, '\x1b[H'],
    ['end', {}, true, '\x1bOF'],
    ['pgup', {}, true, '\x1b[5~'],
    ['pgdn', { ctrl: true }, false, '\x1b[6;5~'],
    ['del', {}, false, '\x1b[3~'],
    ['f1', {}, false, '\x1bOP'],
    ['f4', { ctrl: true }, false, '\x1b[1;5S'],
    ['f5', {}, false, '\x1b[15~'],
    ['f12', {}, true, '\x1b[24~'],
    ['f6', { alt: true }, false, '\x1b[17;3~'],
    ['bksp', { ctrl: true }, false, '\b'],
    ['bksp', { alt: true }, false, '\x1b\x7f'],
    ['|', {}, false, '|'],
    ['-', { ctrl: true }, false, '\x1f'],
    ['C-b', {}, false, '\x02'],
    ['M-x', {}, false, '\x1bx'],
    ['C-M-c', {}, false, '\x1b\x03'],
    ['C-b', { alt: true }, false, '\x1b\x02'],
    ['git ', {}, false, 'git '],
    ['ctrl', {}, false, ''],
  ];
  for (const [id, held, application, text] of rows)
    assert.equal(textOf(id, held, application), text, `${id} ${JSON.stringify(held)}`);
});

test('Ctrl changes letters and what keyboards change, and nothing else', () => {
  const held = { ctrl: true, alt: false };
  for (const [typed, wanted] of [
    ['c', '\x03'],
    ['C', '\x03'],
    [' ', '\0'],
    ['[', '\x1b'],
    ['_', '\x1f'],
    ['?', '\x7f'],
    ['é', 'é'],
    ['ab', 'ab'],
    ['1', '1'],
  ]) {
    assert.equal(shaped(typed, held), wanted);
  }
  assert.equal(shaped('é', { ctrl: true, alt: true }), '\x1bé');
});

test('every key of the rows, and every second one, is known and named', () => {
  for (const id of [...ROW, ...MORE]) {
    const { name, shown, second } = keyOf(id);
    assert.ok(name && shown, id);
    if (second) assert.ok(textOf(second) || keyOf(second).action, `${id} ${second}`);
  }
  assert.ok(ROW.every((id) => id in KEYS));
});

test('keys made by hand are chords where they look like one, else text', () => {
  assert.deepEqual([keyOf('C-w').shown, keyOf('C-w').name], ['^W', 'Ctrl+W']);
  assert.equal(keyOf('C-').text, 'C-');
  assert.equal(keyOf('constructor').text, 'constructor');
});

test('a question is answered without a soft keyboard', () => {
  assert.ok(['esc', 'up', 'down', 'enter'].every((id) => ROW.includes(id)));
  assert.ok(
    ['bksp', 'C-c', 'y', 'n', '1', '2', '3', 'backtab', 'S-enter', 'alt'].every((id) => MORE.includes(id)),
  );
  assert.equal(keyOf('S-enter').action, 'newline');
  assert.equal(keyOf('paste').action, 'paste');
  assert.equal(textOf('paste'), '');
});

test('a wide row takes further keys, and none stands twice', () => {
  assert.deepEqual(rowsFor(ROW, MORE, 8), { first: [...ROW], more: [...MORE] });
  assert.deepEqual(rowsFor(['esc', 'C-c', '1'], ['C-c', 'bksp', '1', 'y'], 4), {
    first: ['esc', 'C-c', '1', 'bksp'],
    more: ['y'],
  });
  assert.deepEqual(rowsFor(['esc'], ['y', 'n'], 20), { first: ['esc', 'y', 'n'], more: [] });
  assert.deepEqual(rowsFor(ROW, MORE, -1).first, [...ROW]);
});
