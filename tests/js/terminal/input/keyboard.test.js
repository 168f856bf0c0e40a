import assert from 'node:assert/strict';
import { test } from 'node:test';

import { newlineOf, rawSequence } from '../../../../static/js/terminal/input/key-bytes.js';
import { installKeys } from '../../../../static/js/terminal/input/keyboard.js';
import {
  controlOf,
  installSpecialKeys,
  optionIsMeta,
} from '../../../../static/js/terminal/input/special-keys.js';
import { keymap, repeats } from '../../../../static/js/features/keys/action-table.js';

/** A key event as browsers write it; `took` says whether the page used it up. */
function press(chord, { type = 'keydown', repeat = false } = {}) {
  const mods = chord.split('+');
  const key = mods.pop();
  const shift = mods.includes('Shift');
  const event = {
    type,
    repeat,
    key: shift || key.length > 1 ? key : key.toLowerCase(),
    code: key.length === 1 ? `Key${key}` : key,
    took: false,
  };
  return Object.assign(event, {
    ctrlKey: mods.includes('Ctrl'),
    altKey: mods.includes('Alt'),
    shiftKey: shift,
    metaKey: false,
    preventDefault() {
      event.took = true;
    },
  });
}

function keys({ selected = false, own = {} } = {}) {
  const map = keymap(own, false);
  const did = { ran: [], typed: [] };
  let handle;
  const terminal = {
    attachCustomKeyEventHandler: (handler) => {
      handle = handler;
    },
    input: (sequence) => did.typed.push(sequence),
  };
  const held = installKeys(terminal, {
    first: () => false,
    hasSelection: () => selected,
    actionOf: (chord) => map.get(chord) ?? null,
    run: (id, again) => (!again || repeats(id)) && did.ran.push(id),
  });
  return {
    ...did,
    nextRaw: (done) => held.nextRaw(done),
    send: (...what) => {
      const event = press(...what);
      return { passed: handle(event), took: event.took };
    },
  };
}

const PASSED = { passed: true, took: false };
const USED = { passed: false, took: true };

test('our chords run once a press, every other key is passed on', () => {
  const { send, ran } = keys();
  assert.deepEqual(send('Ctrl+Shift+K'), USED);
  assert.deepEqual(send('Ctrl+Shift+K', { repeat: true }), USED);
  assert.deepEqual(send('Ctrl+Shift+K', { type: 'keyup' }), USED);
  for (const chord of ['A', 'Ctrl+C', 'Alt+B', 'F5', 'Enter']) assert.deepEqual(send(chord), PASSED);
  assert.deepEqual(ran, ['palette.open']);
});

test('holding the key of a step goes on stepping', () => {
  const { send, ran } = keys();
  send('Shift+Enter');
  send('Shift+Enter', { repeat: true });
  assert.deepEqual(ran, ['newline', 'newline']);
});

test('Ctrl+C copies a selection and interrupts without one', () => {
  const { send, ran } = keys({ selected: true });
  assert.deepEqual(send('Ctrl+C'), USED);
  assert.deepEqual(ran, ['copy']);
});

test('the browser pastes by its own keys; any other chord for it runs', () => {
  const { send, ran } = keys({ own: { paste: ['Ctrl+V', 'Alt+Shift+P'] } });
  assert.deepEqual(send('Ctrl+V'), { passed: false, took: false });
  assert.deepEqual(send('Alt+Shift+P'), USED);
  assert.deepEqual(ran, ['paste']);
});

test('the next key is raw, with its repeats and its release, and only that one', () => {
  const { send, ran, nextRaw } = keys();
  const told = [];
  nextRaw((chord) => told.push(chord));
  assert.deepEqual(send('Alt+Shift+R', { repeat: true }), USED); // still held from asking for it
  assert.deepEqual(send('Shift+Shift'), PASSED); // a modifier alone is no key
  assert.deepEqual(send('Alt+Shift+M'), PASSED);
  assert.deepEqual(send('Alt+Shift+M', { repeat: true }), PASSED);
  assert.deepEqual(send('Alt+Shift+M', { type: 'keyup' }), PASSED);
  assert.deepEqual(send('Alt+Shift+M'), USED);
  assert.deepEqual([told, ran], [['Alt+Shift+M'], ['page.leave']]);
});

test('a raw key that xterm.js has no bytes for is sent as CSI u, and can be taken back', () => {
  const { send, typed, ran, nextRaw } = keys();
  nextRaw(() => {});
  assert.deepEqual(send('Ctrl+Shift+K'), USED);
  assert.deepEqual([typed, ran], [['\x1b[107;6u'], []]);
  nextRaw(() => {})();
  send('Ctrl+Shift+K');
  assert.deepEqual([typed.length, ran], [1, ['palette.open']]);
});

test('only Ctrl+Shift and a letter lacks bytes', () => {
  assert.equal(rawSequence(press('Ctrl+Alt+Shift+A')), '\x1b[97;8u');
  for (const chord of ['Ctrl+A', 'Alt+Shift+A', 'Shift+A', 'Ctrl+Shift+Enter', 'Ctrl+Shift+F5'])
    assert.equal(rawSequence(press(chord)), null, chord);
});

test('signs with Ctrl are control characters, whatever the layout, and never what AltGr writes', () => {
  const ctrl = (key, more) => controlOf({ ctrlKey: true, altKey: false, metaKey: false, key, ...more });
  assert.deepEqual(
    ['@', '[', '\\', ']', '^', '_', '/'].map((key) => ctrl(key)),
    ['\x00', '\x1b', '\x1c', '\x1d', '\x1e', '\x1f', '\x1f'],
  );
  for (const key of ['a', '-', '?', '5', 'Enter']) assert.equal(ctrl(key), null, key);
  assert.equal(ctrl('@', { altKey: true }), null);
  assert.equal(ctrl('/', { ctrlKey: false }), null);
});

test('Option is Meta on the left, except for ASCII punctuation; or on both sides, or on none', () => {
  const meta = (choice, key, held = 'AltLeft') => optionIsMeta(choice, { key }, new Set([held]));
  assert.deepEqual([meta('left', '∫'), meta('left', 'Dead'), meta('left', 'ArrowLeft')], [true, true, true]);
  for (const key of '#@[]{}|~\\') assert.equal(meta('left', key), false, key);
  assert.equal(meta('left', '∫', 'AltRight'), false);
  assert.deepEqual([meta('both', '#', 'AltRight'), meta('none', '∫')], [true, false]);
});

test('for a screen reader, keys that write nothing do not reach the browser; own chords stay', () => {
  const typed = [];
  const terminal = { options: { screenReaderMode: true }, input: (text) => typed.push(text) };
  const deal = installSpecialKeys(terminal, null, {
    option: () => 'left',
    isOwn: (chord) => chord === 'Ctrl+/',
  });
  for (const key of ['F5', 'Backspace', 'PageDown', 'ArrowUp', 'Enter']) {
    const event = press(key);
    assert.deepEqual([deal(event), event.took], [false, true], key);
  }
  for (const key of ['A', 'Tab', 'Escape']) {
    const event = press(key);
    assert.deepEqual([deal(event), event.took], [false, false], key);
  }
  assert.equal(deal({ ...press('Ctrl+/'), code: 'Slash' }), false);
  assert.equal(deal({ ...press('Ctrl+Shift+_'), code: 'Minus' }), true);
  assert.deepEqual(typed, ['\x1f']);
});

test('Shift+Enter types what was chosen, else what this tmux passes on', () => {
  assert.deepEqual(
    ['auto', 'csi-u', 'newline', 'enter'].map((choice) => newlineOf(choice, false)),
    ['\n', '\x1b[13;2u', '\n', '\r'],
  );
  assert.equal(newlineOf('auto', true), '\x1b[13;2u');
});
