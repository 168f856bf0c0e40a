import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ACTIONS, chordsOf, keymap, repeats } from '../../../../static/js/features/keys/action-table.js';
import { partsOf, printedOf, spokenOf } from '../../../../static/js/lib/chord-text.js';
import { chordOf } from '../../../../static/js/lib/chord.js';

const press = (key, code, ...mods) => ({
  key,
  code,
  ctrlKey: mods.includes('ctrl'),
  shiftKey: mods.includes('shift'),
  altKey: mods.includes('alt'),
  metaKey: mods.includes('meta'),
});
const pc = keymap({}, false);
const mac = keymap({}, true);
const actionOf = (map, event) => map.get(chordOf(event)) ?? null;

test('a chord has its modifiers in one order, and the character printed on its key', () => {
  assert.equal(chordOf(press('K', 'KeyK', 'shift', 'ctrl')), 'Ctrl+Shift+K');
  assert.equal(chordOf(press('K', 'KeyV', 'shift', 'ctrl')), 'Ctrl+Shift+K'); // Dvorak
  assert.equal(chordOf(press('Â', 'KeyM', 'alt', 'shift')), 'Alt+Shift+M'); // macOS
  assert.equal(chordOf(press('л', 'KeyK', 'ctrl', 'shift')), 'Ctrl+Shift+K'); // Cyrillic
  assert.equal(chordOf(press('!', 'Digit1', 'alt', 'shift')), 'Alt+Shift+1');
  assert.equal(chordOf(press('?', 'Slash', 'alt', 'shift')), 'Alt+Shift+/');
  assert.equal(chordOf(press('+', 'Equal', 'ctrl', 'shift')), 'Ctrl+Shift++');
  assert.equal(chordOf(press('ArrowLeft', 'ArrowLeft', 'alt', 'shift')), 'Alt+Shift+Left');
  assert.equal(chordOf(press('Enter', 'Enter')), 'Enter');
  assert.equal(chordOf(press('{', 'BracketLeft', 'shift', 'meta')), 'Meta+Shift+[');
  assert.equal(chordOf(press('ArrowLeft', 'Numpad4', 'alt', 'shift')), 'Alt+Shift+Left'); // NumLock off
  assert.equal(chordOf(press('4', 'Numpad4', 'ctrl')), 'Ctrl+4');
});

test('modifiers alone and keys that compose a character are no chords', () => {
  for (const key of ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph'])
    assert.equal(chordOf(press(key, `${key}Left`)), null);
  assert.equal(chordOf({ ...press('Enter', 'Enter', 'shift'), isComposing: true }), null);
});

test('few chords are actions, all other keys go to tmux', () => {
  assert.equal(actionOf(pc, press('Enter', 'Enter', 'shift')), 'newline');
  assert.equal(actionOf(pc, press('C', 'KeyC', 'ctrl', 'shift')), 'copy');
  assert.equal(actionOf(pc, press('V', 'KeyV', 'ctrl', 'shift')), 'paste');
  assert.equal(actionOf(pc, press('M', 'KeyM', 'alt', 'shift')), 'page.leave');
  assert.equal(actionOf(pc, press('2', 'Digit2', 'ctrl', 'alt')), 'window.2');
  const others = [
    press('Enter', 'Enter'),
    press('{', 'Digit7', 'ctrl', 'alt'),
    press('v', 'KeyV', 'ctrl'),
    press('c', 'KeyC', 'ctrl'),
    press('c', 'KeyC'),
    press('b', 'KeyB', 'ctrl'),
    press('m', 'KeyM', 'alt'),
    press('c', 'KeyC', 'meta'),
    press('F1', 'F1'),
  ];
  // What readline and Emacs know as M-%, M-?, M-{ and M-S-<left>, and undo.
  others.push(
    press('%', 'Digit5', 'alt', 'shift'),
    press('?', 'Slash', 'alt', 'shift'),
    press('{', 'BracketLeft', 'alt', 'shift'),
    press('ArrowLeft', 'ArrowLeft', 'alt', 'shift'),
  );
  others.push(
    press('/', 'Slash', 'ctrl'),
    press('_', 'Minus', 'ctrl', 'shift'),
    press('^', 'Digit6', 'ctrl', 'shift'),
    press('@', 'Digit2', 'ctrl', 'shift'),
  );
  for (const event of others) assert.equal(actionOf(pc, event), null, JSON.stringify(event));
});

test('a Mac uses Command', () => {
  assert.equal(actionOf(mac, press('c', 'KeyC', 'meta')), 'copy');
  assert.equal(actionOf(mac, press('v', 'KeyV', 'meta')), 'paste');
  assert.equal(actionOf(mac, press('C', 'KeyC', 'ctrl', 'shift')), null);
});

test('every chord of the table means one action, and no plain or Ctrl key is taken from the terminal', () => {
  for (const kind of ['pc', 'mac']) {
    const all = ACTIONS.flatMap(({ keys }) => keys[kind]);
    assert.deepEqual(all, [...new Set(all)]);
    for (const chord of all.filter((one) => !['Shift+Enter', 'Shift+PageUp'].includes(one)))
      assert.match(
        chord,
        /^(Ctrl\+Shift|Alt\+Shift(?=\+[A-Z]$)|Ctrl\+Alt(\+Shift)?|(Alt\+|Ctrl\+)?(Shift\+)?Meta|Meta)\+/,
      );
  }
});

test("the user's chords replace the default ones, and an empty list frees the key", () => {
  const own = keymap({ 'find.open': ['Ctrl+F'], 'palette.open': [] }, false);
  assert.equal(own.get('Ctrl+F'), 'find.open');
  assert.equal(own.get('Ctrl+Shift+F'), undefined);
  assert.equal(own.get('Ctrl+Shift+K'), undefined);
  assert.deepEqual(chordsOf('palette.open', { 'palette.open': [] }, false), []);
});

test('a key press can produce every chord of the table', () => {
  const order = ['Ctrl', 'Alt', 'Meta', 'Shift'];
  for (const chord of ACTIONS.flatMap(({ keys }) => [...keys.pc, ...keys.mac])) {
    const mods = partsOf(chord).slice(0, -1);
    assert.deepEqual(
      mods,
      order.filter((mod) => mods.includes(mod)),
      chord,
    );
  }
});

test('a chord is printed as on its keyboard and spoken in words', () => {
  assert.deepEqual(partsOf('Ctrl+Shift++'), ['Ctrl', 'Shift', '+']);
  assert.deepEqual(partsOf('F5'), ['F5']);
  assert.deepEqual(partsOf('+'), ['+']);
  assert.deepEqual(printedOf('Alt+Shift+Left', false), ['Alt', 'Shift', '←']);
  assert.deepEqual(printedOf('Meta+Shift+N', true), ['⌘', '⇧', 'N']);
  assert.equal(spokenOf('Meta+Shift+N', true), 'Command+Shift+N');
});

test('every action has a title, a group and an id, and only harmless ones repeat', () => {
  const ids = ACTIONS.map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)]);
  for (const { title, group } of ACTIONS) assert.ok(title.length > 2 && group.length > 2);
  assert.deepEqual(
    ids.filter((id) => repeats(id) && /new|close|open|toggle|lock|raw|split/.test(id.replace('newline', ''))),
    [],
  );
});

test('a chord that the user gave to one action is no longer a default of another', () => {
  // Stored before paging had its own action.
  const own = { 'history.open': ['Ctrl+Shift+H', 'Shift+PageUp'] };
  assert.equal(keymap(own, false).get('Shift+PageUp'), 'history.open');
  assert.deepEqual(chordsOf('history.pageUp', own, false), []);
});
