import assert from 'node:assert/strict';
import { test } from 'node:test';

import { changed, needsComposing, SoftInput } from '../../../../static/js/terminal/input/soft-input.js';
import { Disposables } from '../../../../static/js/lib/disposables.js';
import { StickyKeys } from '../../../../static/js/features/touch/sticky-keys.js';

class Field extends EventTarget {
  value = '';
  style = {};
}

function typing({ speaks = false, presses = false } = {}) {
  const field = new Field();
  const view = { textContent: '', style: {}, classList: { toggle: () => {} } };
  const sent = [];
  const pressed = [];
  const sticky = new StickyKeys();
  const to = {
    type: (text) => sent.push(text),
    paste: (text) => sent.push(`paste:${text}`),
    press: ({ code }) => presses && pressed.push(code) > 0,
    application: () => false,
    speaks: () => speaks,
  };
  const soft = new SoftInput({ element: field, field, view }, to, new Disposables());
  soft.holdKeys(sticky);
  const fire = (type, detail = {}) => {
    const event = new Event(type, { cancelable: true });
    for (const [name, value] of Object.entries(detail)) Object.defineProperty(event, name, { value });
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
  const claimed = (more) => fire('keydown', { key: 'Process', keyCode: 229, isComposing: false, ...more });
  const compose = (...stages) => {
    fire('compositionstart');
    for (const stage of stages) update(stage);
    fire('compositionend', { data: stages.at(-1) });
  };
  return { field, view, sent, pressed, sticky, soft, fire, input, update, claimed, compose };
}

/** What a program that edits a line has after all that. */
const line = (sent) =>
  sent
    .join('')
    .replace(/[\s\S]*\r/, '')
    .split('')
    .reduce((text, one) => (one === '\x7f' ? text.slice(0, -1) : text + one), '');

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

test('letters of a soft keyboard go out as they come, corrections with their deletions', () => {
  const { sent, view, fire, update, input, compose } = typing();
  fire('keydown', { key: 'Unidentified', code: '', keyCode: 229 });
  fire('compositionstart');
  update('y');
  assert.deepEqual([sent, view.textContent], [['y'], '']);
  fire('compositionend', { data: 'y' });
  input(' \n', 'insertLineBreak');
  assert.deepEqual(sent, ['y', '\r']); // and nothing more
  compose('t', 'te', 'teh', 'the');
  input('  ');
  compose('caf', 'café');
  input('', 'deleteContentBackward');
  compose('Приве', 'Привет');
  assert.equal(line(sent), 'the cafПривет');
});

test('scripts that are composed, and what becomes one of them, are held until they are done', () => {
  const { sent, view, fire, update, compose } = typing();
  compose('n', 'ni', '你');
  assert.equal(line(sent), '你'); // which only then was known
  const before = sent.length;
  fire('compositionstart');
  for (const stage of ['h', 'ha', 'hao']) update(stage);
  assert.deepEqual([sent.length, view.textContent], [before, 'hao']);
  fire('compositionend', { data: '好' });
  compose('한', '한국');
  assert.equal(line(sent), '你好한국');
  for (const text of ['日', 'かな', '한', 'ｋ', 'नमस्ते', 'e\u0301', '👍🏽', '。'])
    assert.equal(needsComposing(text), true, text);
  for (const text of ['', 'word', '\u00e9', "don't", 'вода', 'ώρα', '42%', 'שלום'])
    assert.equal(needsComposing(text), false, text);
});

test('what an input method of a real keyboard composes is held', () => {
  const { sent, claimed, compose } = typing();
  claimed({ code: 'KeyN' });
  compose('n', 'ni', '你');
  claimed({ code: 'Quote' });
  compose('´', 'é');
  assert.deepEqual(sent, ['你', 'é']);
});

test('a key in the middle of a word ends what can be corrected', () => {
  const { sent, soft, fire, update } = typing();
  fire('compositionstart');
  update('ls');
  soft.flush();
  update('lsx');
  update('lsy');
  fire('compositionend', { data: 'lsy' });
  assert.deepEqual(sent, ['ls', 'x', '\x7f', 'y']);
});

test('a chord or Escape of an input method is pressed, but not the key that ended its word', () => {
  const { sent, pressed, fire, claimed, input } = typing({ presses: true });
  const event = claimed({ code: 'KeyC', ctrlKey: true });
  assert.deepEqual([event.cancelBubble, event.defaultPrevented], [true, true]);
  claimed({ code: 'Escape', timeStamp: 5000 });
  for (const more of [
    { code: 'KeyA' },
    { code: 'Enter' },
    { code: '', ctrlKey: true },
    { code: 'Escape', isComposing: true },
  ])
    claimed(more);
  fire('compositionend', { data: '日', timeStamp: 6000 });
  claimed({ code: 'Escape', timeStamp: 6010 });
  assert.deepEqual(pressed, ['KeyC', 'Escape']);
  claimed({ code: 'Comma' });
  input(' ，');
  assert.deepEqual(sent, ['日', '，']);
});

test('text after a claimed key is typed by whichever event has it', () => {
  const { sent, fire, claimed } = typing();
  claimed({ code: 'Space' });
  assert.equal(fire('keypress', { key: ' ' }).defaultPrevented, true);
  assert.deepEqual(sent, [' ']);
});

test('a screen reader finds in the field what was typed, once', () => {
  const { sent, field, fire, input } = typing({ speaks: true });
  fire('keydown', { key: 'a', code: 'KeyA', keyCode: 65 });
  assert.equal(fire('keypress', { key: 'a' }).defaultPrevented, false);
  input(' a'); // which xterm.js has typed
  fire('keyup');
  input(' a dictated');
  assert.deepEqual([sent, field.value], [[' dictated'], ' ']);
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
