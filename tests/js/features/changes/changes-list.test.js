import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, pressKey } from '../../page.js';

makePage();
const { ChangesList } = await import('../../../../static/js/features/changes/changes-list.js');

const FILE = {
  path: 'a',
  staged: '',
  unstaged: '',
  untracked: false,
  conflict: false,
  added: 1,
  removed: null,
};
const FILES = [
  { ...FILE, path: 'src/<b>.js', staged: 'M', unstaged: 'M', added: 3, removed: 2 },
  { ...FILE, path: 'gone', unstaged: 'D' },
  { ...FILE, path: 'both', conflict: true },
  { ...FILE, path: 'x\u202e\ny', untracked: true, added: null },
];

function shown(changes = {}) {
  const opened = [];
  const list = new ChangesList((file) => opened.push(file.path));
  document.body.replaceChildren(list.element);
  list.show({ files: FILES, total: FILES.length, more: false, ...changes }, (path) =>
    path === 'gone' ? 2 : 0,
  );
  const buttons = [...list.element.querySelectorAll('button')];
  return { list, opened, buttons, note: list.element.querySelector('[role=status]').textContent };
}

test('each file has its state in words, its lines, and its name as text', () => {
  const { buttons, note } = shown();
  assert.equal(note, '4 files changed');
  assert.deepEqual(
    buttons.map(({ title }) => title),
    ['src/<b>.js (changed, partly staged)', 'gone (deleted)', 'both (conflict)', 'x\\u202e\\ny (new)'],
  );
  assert.match(buttons[0].textContent, /src\/<b>\.js.*\+33 lines added.*−22 lines removed/);
  assert.match(buttons[1].textContent, /22 comments/);
});

test('arrow keys move, and a press opens', () => {
  const { buttons, opened, list } = shown();
  list.focus('gone');
  pressKey(document.activeElement, 'ArrowDown');
  pressKey(document.activeElement, 'End');
  pressKey(document.activeElement, 'ArrowDown');
  assert.equal(document.activeElement, buttons[3]);
  buttons[3].click();
  assert.deepEqual(opened, ['x\u202e\ny']);
});

test('the same file has the focus after the list was loaded again', () => {
  const { list } = shown();
  list.focus('both');
  list.show({ files: FILES.slice(1), total: 3, more: false }, () => 0);
  assert.equal(document.activeElement.dataset.path, 'both');
});

test('what was left out is said', () => {
  assert.match(shown({ total: 5000 }).note, /first 4 of 5000 files/);
  assert.match(shown({ total: 5000, more: true }).note, /of more than 5000 files/);
  assert.match(shown({ files: [], total: 0 }).note, /Nothing differs/);
});
