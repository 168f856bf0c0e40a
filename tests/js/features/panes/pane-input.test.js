import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inputOf } from '../../../../static/js/features/panes/pane-input.js';
import { InputKind } from '../../../../static/js/wire/pane-records.js';

/** The kind and the text that pane 5 is sent. */
function sent(text) {
  const { bytes, target } = inputOf(new TextEncoder().encode(text), 5);
  assert.equal(target.pane, 5);
  return [target.kind, new TextDecoder().decode(bytes)];
}

test('keys that tmux encodes for the program go by their names', () => {
  for (const [bytes, name] of [
    ['\x1b[H', 'Home'],
    ['\x1bOF', 'End'],
  ])
    assert.deepEqual(sent(bytes), [InputKind.KEY_NAME, name], JSON.stringify(bytes));
});

test('all other bytes are typed as they are', () => {
  const others = ['a', '日本', '\x1b', '\x1b[A', '\x1bOP', '\x1b[1;5H', '\x1b[200~x', '\x1b[13;2u'];
  for (const bytes of others) assert.deepEqual(sent(bytes), [InputKind.TYPED, bytes], JSON.stringify(bytes));
});

test('a bracketed paste is one of tmux, which knows whether the program wants the brackets', () => {
  assert.deepEqual(sent('\x1b[200~one\rtwo\x1b[201~'), [InputKind.PASTE, 'one\rtwo']);
});
