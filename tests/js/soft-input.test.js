import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SoftInput, changed } from '../../static/js/terminal/soft-input.js';
import { Disposables } from '../../static/js/util/disposables.js';
import { Sticky } from '../../static/js/util/sticky.js';

class Field extends EventTarget {
  value = '';
  style = {};
}

function typing() {
  const field = new Field();
  const view = { textContent: '', style: {}, classList: { toggle: () => {} } };
  const sent = [];
  const sticky = new Sticky();
  const to = { type: (text) => sent.push(text), paste: (text) => sent.push(`paste:${text}`), application: () => false };
  const soft = new SoftInput({ element: field, field, view }, to, sticky, new Disposables());
  const fire = (type, detail = {}) => {
    const event = Object.assign(new Event(type, { cancelable: true }), detail);
    field.dispatchEvent(event);
    return event;
  };
  const input = (value, inputType = 'insertText', isComposing = false) => {
    fire('beforeinput', { inputType, isComposing });
    field.value = value;
    fire('input', { inputType, isComposing });
  };
  const update = (data) => {
    fire('compositionupdate', { data });
    input(` ${data}`, 'insertCompositionText', true);
  };
  return { field, view, sent, sticky, soft, fire, input, update };
}

test('what changed is what went at the end and what came', () => {
  assert.deepEqual(changed(' ', ' a'), { deleted: 0, inserted: 'a' });
  assert.deepEqual(changed(' ', ''), { deleted: 1, inserted: '' });
  assert.deepEqual(changed('', 'a'), { deleted: 0, inserted: 'a' });
  assert.deepEqual(changed(' 🙂', ' 🙃'), { deleted: 1, inserted: '🙃' });
});

test('letters, deletions and lines are typed once, and the field is put back', () => {
  const { field, sent, input } = typing();
  input(' a');
  input('', 'deleteContentBackward');
  input(' \n', 'insertLineBreak');
  input(' one\ntwo');
  input(' pasted', 'insertFromPaste');
  assert.deepEqual(sent, ['a', '\x7f', '\r', 'paste:one\ntwo']);
  assert.equal(field.value, ' ');
});

test('a composed word is typed when it is done, whatever the browser says in between', () => {
  const { sent, view, fire, input, update } = typing();
  for (const last of ['insertCompositionText', 'insertFromComposition']) {
    fire('compositionstart');
    update('に');
    update('日本');
    assert.equal(view.textContent, '日本');
    input(' 日本', last, true);
    fire('compositionend', { data: '日本' });
  }
  fire('compositionstart');
  update('gone');
  fire('compositionend', { data: '' });
  assert.deepEqual(sent, ['日本', '日本']);
});

test('a key in the middle of a word types the word first, and never again', () => {
  const { sent, soft, fire, update } = typing();
  fire('compositionstart');
  update('ls');
  soft.flush();
  update('lsx');
  fire('compositionend', { data: 'lsx' });
  assert.deepEqual(sent, ['ls', 'x']);
});

test('a held Ctrl changes the first letter of a word at once', () => {
  const { sent, sticky, fire, input, update } = typing();
  sticky.tap('ctrl');
  fire('compositionstart');
  update('c');
  input(' x'); // The keyboard went on without an end.
  assert.deepEqual(sent, ['\x03', 'x']);
});

test('keys that say nothing are kept from xterm.js, others only where something is held', () => {
  const { sent, sticky, fire } = typing();
  const press = (key, keyCode = 65) => fire('keydown', { key, keyCode, isComposing: false });
  assert.equal(press('Unidentified', 229).cancelBubble, true);
  assert.equal(press('a').cancelBubble, false);
  sticky.tap('alt');
  const event = press('ArrowLeft', 37);
  assert.deepEqual([event.cancelBubble, event.defaultPrevented], [true, true]);
  press('Shift', 16);
  assert.deepEqual(sent, ['\x1b[1;3D']);
});
