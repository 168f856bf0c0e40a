import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ACTIONS, chordsOf, keymap } from '../../../../static/js/features/keys/action-table.js';
import {
  conflicts,
  refusal,
  withChord,
  withChords,
  withDefault,
  withoutChord,
} from '../../../../static/js/features/keys/own-keys.js';
import { SETTINGS } from '../../../../static/js/lib/settings-table.js';

const kinds = (chord, id = 'find.open', own = {}, mac = false) =>
  conflicts(chord, id, own, mac).map(({ kind }) => kind);

test('a chord is added and removed, and default chords are not stored', () => {
  const own = withChord({}, 'find.open', 'Alt+Shift+J', false);
  assert.deepEqual(own, { 'find.open': ['Ctrl+Shift+F', 'Alt+Shift+J'] });
  assert.equal(withChord(own, 'find.open', 'Alt+Shift+J', false), own);
  assert.deepEqual(withoutChord(own, 'find.open', 'Alt+Shift+J', false), {});
  assert.deepEqual(withoutChord({}, 'find.open', 'Ctrl+Shift+F', false), { 'find.open': [] });
  assert.deepEqual(withChords({ 'find.open': [] }, 'find.open', ['Ctrl+Shift+F'], false), {});
});

test('a chord has one meaning: an action that gets it takes it, and a reset returns it', () => {
  const own = withChord({}, 'find.open', 'Ctrl+Shift+K', false);
  assert.deepEqual(own, { 'palette.open': ['Alt+Shift+K'], 'find.open': ['Ctrl+Shift+F', 'Ctrl+Shift+K'] });
  assert.equal(keymap(own, false).get('Ctrl+Shift+K'), 'find.open');
  assert.deepEqual(withDefault(own, 'palette.open', false), {});
});

test('every change gives a valid value of the setting', () => {
  let own = {};
  for (let number = 1; number <= 12; number += 1)
    own = withChord(own, 'find.open', `Ctrl+Alt+F${number}`, false);
  for (const { id } of ACTIONS) own = withChord(own, id, `Alt+Meta+${id.length}`, false);
  assert.ok(SETTINGS.keys.check(own));
  assert.ok(chordsOf('find.open', own, false).length <= 8);
});

test('keys that type are refused, others are not', () => {
  for (const chord of ['A', '1', '/', 'Enter', 'Escape', 'Left', 'Shift+A', 'Shift+Left'])
    assert.notEqual(refusal(chord), '', chord);
  for (const chord of [
    'F5',
    'Shift+F5',
    'Ctrl+A',
    'Alt+Shift+A',
    'Meta+A',
    'Shift+Enter',
    'Shift+PageUp',
    'Ctrl+Shift++',
  ])
    assert.equal(refusal(chord), '', chord);
});

test('each conflict has a note: other actions, the browser, programs', () => {
  assert.deepEqual(kinds('Alt+Shift+J'), []);
  assert.deepEqual(kinds('Ctrl+Shift+F'), []); // its own
  assert.deepEqual(kinds('Ctrl+Shift+K'), ['action', 'browser']);
  assert.match(conflicts('Ctrl+Shift+K', 'find.open', {}, false)[0].text, /Command palette/);
  assert.deepEqual(kinds('Ctrl+W'), ['browser', 'program']);
  assert.deepEqual(kinds('Ctrl+R'), ['program']);
  assert.deepEqual(kinds('Alt+B'), ['program']);
  assert.deepEqual(kinds('F10'), ['program']);
  assert.deepEqual(kinds('Ctrl+Alt+E'), ['program']);
  assert.deepEqual(kinds('Ctrl+Shift+U'), ['program']);
  assert.deepEqual(kinds('Meta+W', 'find.open', {}, true), ['browser']);
});

test('no action has only chords that browsers reserve', () => {
  for (const mac of [false, true]) {
    for (const { id } of ACTIONS) {
      const chords = chordsOf(id, {}, mac);
      const clear = chords.filter((chord) =>
        conflicts(chord, id, {}, mac).every(({ kind }) => kind !== 'browser'),
      );
      if (chords.length > 0) assert.notEqual(clear.length, 0, `${id} ${mac}`);
    }
  }
});
