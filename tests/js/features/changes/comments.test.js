import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage();
const { Comments, placeOf, textOf } = await import('../../../../static/js/features/changes/comments.js');

const PLACE = { pane: 3, path: 'src/a.py', from: 3, to: 4, side: 'after', quote: ['def a():', '\treturn 1'] };

function opened(session = '$1') {
  const comments = new Comments();
  comments.open(session);
  return comments;
}

test('a comment is stored with each key, and is there after the panel was closed', () => {
  sessionStorage.clear();
  const comments = opened();
  comments.write(comments.add(PLACE), 'Why');
  assert.deepEqual(opened().written, [{ ...PLACE, text: 'Why' }]);
  assert.deepEqual(opened('$2').written, []);
  assert.equal(opened().add(PLACE).text, 'Why');
});

test('sent and empty comments are not stored', () => {
  sessionStorage.clear();
  const comments = opened();
  comments.write(comments.add(PLACE), ' \n');
  assert.deepEqual([comments.written, sessionStorage.length], [[], 0]);
  const other = comments.add({ ...PLACE, from: 9, to: 9 });
  comments.write(other, 'x');
  comments.remove([other]);
  assert.deepEqual([opened().written, sessionStorage.length], [[], 0]);
});

test('what is stored may be anything', () => {
  for (const stored of ['{', '{}', '[1, null, {"path": "x"}]', '[{"path":"x","from":1.5}]']) {
    sessionStorage.setItem('webmux.comments.$1', stored);
    assert.deepEqual(opened().written, []);
  }
});

test('there are at most 200', () => {
  sessionStorage.clear();
  const comments = opened();
  for (let line = 1; line <= 200; line += 1) comments.add({ ...PLACE, from: line, to: line });
  assert.equal(comments.add({ ...PLACE, from: 999, to: 999 }), null);
});

test('the text has place, lines and comment, and ends with no line end', () => {
  const first = { ...PLACE, text: 'Use a constant.\nAnd test it.\n\n' };
  const second = { ...PLACE, path: 'b', from: 7, to: 7, side: 'before', quote: ['gone'], text: 'Why?' };
  assert.equal(
    textOf([first, second]),
    'src/a.py:3-4\n> def a():\n> \treturn 1\nUse a constant.\nAnd test it.\n\n' +
      'b:7 (before the change)\n> gone\nWhy?',
  );
});

test('a quoted file cannot press keys, end the paste or hide its name', () => {
  const quote = ['\x1b[201~rm -rf\r', '\x9b201~\x03', 'x'.repeat(600)];
  const text = textOf([{ ...PLACE, path: 'a\n\u202eb', quote, text: 'x\x04' }]);
  // eslint-disable-next-line no-control-regex -- these must not be there
  assert.equal(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]/.test(text), false);
  assert.equal(placeOf({ ...PLACE, path: 'a\nb' }), 'a\\nb:3-4');
  assert.equal(text.includes('x'.repeat(501)), false);
});

test('many quoted lines are counted', () => {
  const quote = Array.from({ length: 30 }, (_, at) => `${at}`);
  assert.match(textOf([{ ...PLACE, quote, text: 'x' }]), /> 19\n> \(10 more lines\)\nx$/);
});
