import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  canonical,
  nameOfText,
  nameToSend,
  namesOf,
  textOfName,
} from '../../../../static/js/features/tmux/key-names.js';

/** A key press as a browser reports it: `C-S-` before the key, and its place on the keyboard. */
function press(mods, key, code = '', more = {}) {
  return {
    key,
    code,
    ctrlKey: mods.includes('C'),
    altKey: mods.includes('M'),
    shiftKey: mods.includes('S'),
    metaKey: false,
    isComposing: false,
    getModifierState: () => false,
    ...more,
  };
}

test('a key press has the name that tmux gives it', () => {
  const rows = [
    ['C', 'b', 'KeyB', 'C-b'],
    ['', 'c', 'KeyC', 'c'],
    ['S', '%', 'Digit5', '%'],
    ['S', '"', 'Digit2', '"'],
    ['', ' ', 'Space', 'Space'],
    ['C', ' ', 'Space', 'C-Space'],
    ['CS', '@', 'Digit2', 'C-Space'],
    ['M', 'ArrowLeft', 'ArrowLeft', 'M-Left'],
    ['CMS', 'ArrowUp', 'ArrowUp', 'C-M-S-Up'],
    ['S', 'Enter', 'Enter', 'S-Enter'],
    ['S', 'Tab', 'Tab', 'BTab'],
    ['CS', 'X', 'KeyX', 'C-S-x'],
    ['MS', 'A', 'KeyA', 'M-A'],
    ['M', 'é', 'Digit2', 'M-2'],
    ['', 'F5', 'F5', 'F5'],
    ['', 'PageUp', 'PageUp', 'PPage'],
    ['', 'Delete', 'Delete', 'DC'],
    ['', 'é', 'Digit2', 'é'],
  ];
  for (const [mods, key, code, name] of rows) assert.equal(namesOf(press(mods, key, code))[0], name, name);
});

test('keys of another alphabet have the name of their place too', () => {
  assert.deepEqual(namesOf(press('', 'с', 'KeyC')), ['с', 'c']);
  assert.deepEqual(namesOf(press('C', 'и', 'KeyB')), ['C-и', 'C-b']);
  assert.deepEqual(namesOf(press('S', 'С', 'KeyC')), ['С', 'C']);
});

test('with Option as Meta the letter counts, else the character that it writes', () => {
  assert.deepEqual(namesOf(press('M', 'å', 'KeyA'))[0], 'M-a');
  assert.deepEqual(namesOf(press('M', 'å', 'KeyA'), true), ['å']);
  assert.deepEqual(namesOf(press('M', 'Dead', 'KeyN'))[0], 'M-n');
});

test('AltGr writes a character without a modifier', () => {
  const event = press('CM', '{', 'Digit7', { getModifierState: (name) => name === 'AltGraph' });
  assert.deepEqual(namesOf(event), ['{']);
});

test('modifiers, dead keys, composed keys and Command have no name', () => {
  for (const key of ['Control', 'Shift', 'Alt', 'Dead', 'Process', 'F13'])
    assert.deepEqual(namesOf(press('', key, 'Quote')), [], key);
  assert.deepEqual(namesOf(press('', 'c', 'KeyC', { metaKey: true })), []);
  assert.deepEqual(namesOf(press('', 'c', 'KeyC', { isComposing: true })), []);
});

test('keys that a terminal cannot distinguish have both names', () => {
  assert.deepEqual(namesOf(press('C', '[', 'BracketLeft')), ['C-[', 'Escape']);
  assert.deepEqual(namesOf(press('C', 'i', 'KeyI')), ['C-i', 'Tab']);
});

test('names of tmux are equal in one form', () => {
  const rows = [
    ['S-C-x', 'C-S-x'],
    ['C-X', 'C-S-x'],
    ['M-C-x', 'C-M-x'],
    ['PageUp', 'PPage'],
    ['C-@', 'C-Space'],
    ['M-S-a', 'M-A'],
    ['S-Tab', 'BTab'],
    ['C--', 'C--'],
    ['-', '-'],
    ['S-Up', 'S-Up'],
    ['M-1', 'M-1'],
  ];
  for (const [name, form] of rows) assert.equal(canonical(name), form, name);
});

test('typed bytes have the name of their key', () => {
  const rows = [
    ['\x02', 'C-b'],
    ['c', 'c'],
    ['%', '%'],
    ['\x1b', 'Escape'],
    ['\r', 'Enter'],
    ['\x00', 'C-Space'],
    ['\x1bx', 'M-x'],
    ['\x1b\x02', 'C-M-b'],
    ['\x1b[A', 'Up'],
    ['\x1bOA', 'Up'],
    ['\x1b[1;5D', 'C-Left'],
    ['\x1b[5~', 'PPage'],
    ['\x1b[Z', 'BTab'],
    ['\x1b[15;2~', 'S-F5'],
    ['é', 'é'],
    ['\x1f', 'C-_'],
  ];
  for (const [text, name] of rows) assert.equal(nameOfText(text), name, name);
  for (const text of ['', 'ls', '\x1b[200~x', '\x1b\x1bx', '\x1b[999~']) assert.equal(nameOfText(text), null);
});

test('only keys without a byte of their own are sent by name', () => {
  const named = { S: 'S-Enter', C: 'C-Enter', CS: 'C-S-Enter', MS: 'M-S-Enter' };
  for (const [mods, name] of Object.entries(named))
    assert.equal(nameToSend(namesOf(press(mods, 'Enter', 'Enter'))), name);
  assert.equal(nameToSend(namesOf(press('CS', 'X', 'KeyX'))), 'C-S-x');
  assert.equal(nameToSend(namesOf(press('C', ';', 'Semicolon'))), 'C-;');
  for (const [mods, key, code] of [
    ['', 'Enter', 'Enter'],
    ['M', 'Enter', 'Enter'],
    ['C', 'c', 'KeyC'],
    ['', 'a', 'KeyA'],
    ['CS', 'ArrowUp', 'ArrowUp'],
    ['S', 'Tab', 'Tab'],
    ['', 'Shift', 'ShiftLeft'],
  ])
    assert.equal(nameToSend(namesOf(press(mods, key, code))), null, `${mods} ${key}`);
});

test('a name has the text that a terminal sends for it', () => {
  const rows = [
    ['C-b', '\x02'],
    ['w', 'w'],
    ['%', '%'],
    ['M-x', '\x1bx'],
    ['C-Space', '\0'],
    ['Escape', '\x1b'],
    ['Up', '\x1b[A'],
    ['C-Left', '\x1b[1;5D'],
    ['PageUp', '\x1b[5~'],
    ['BTab', '\x1b[Z'],
    ['S-F5', '\x1b[15;2~'],
    ['S-Enter', '\x1b[13;2u'],
    ['C-M-b', '\x1b\x02'],
    ['é', 'é'],
    ['Space', ' '],
    ['C-_', '\x1f'],
  ];
  for (const [name, text] of rows) {
    assert.equal(textOfName(name), text, name);
    if (!text.endsWith('u')) assert.equal(nameOfText(text), canonical(name));
  }
});
