import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { makePage, pressKey } from '../../page.js';

makePage('<main></main>');
const { mountSnippetEditor } = await import('../../../../static/js/features/snippets/snippet-editor.js');

const snippet = (name) => ({ name, text: `echo ${name}`, enter: false });
const main = document.querySelector('main');
const names = () => [...main.querySelectorAll('.snippet strong')].map(({ textContent }) => textContent);
const status = () => main.querySelector('[role=status] span').textContent;
let saved;

beforeEach(() => {
  main.replaceChildren();
  saved = ['a', 'b', 'c'].map(snippet);
  let show;
  mountSnippetEditor(main, {
    get: () => saved ?? [],
    set: async (_name, list) => {
      saved = list;
      show(list ?? []);
    },
    watch: (_name, listener) => {
      show = listener;
      listener(saved);
    },
  });
});

function press(label) {
  main.querySelector(`[aria-label="${label}"]`).click();
}

function submit(name, text) {
  main.querySelector('#snippet-name').value = name;
  main.querySelector('#snippet-text').value = text;
  main.querySelector('form').dispatchEvent(new Event('submit', { cancelable: true }));
}

test('a snippet moves by button and by Alt with an arrow key, and the focus follows it', () => {
  press('Move down: a');
  assert.deepEqual(names(), ['b', 'a', 'c']);
  assert.equal(document.activeElement.getAttribute('aria-label'), 'Move down: a');
  pressKey(main.querySelectorAll('.snippet')[2], 'ArrowUp', { altKey: true });
  assert.deepEqual([names(), status()], [['b', 'c', 'a'], '“c” is number 2 now.']);
});

test('deleting can be undone', () => {
  press('Delete: b');
  assert.deepEqual([names(), status()], [['a', 'c'], '“b” is deleted.']);
  assert.equal(document.activeElement.getAttribute('aria-label'), 'Delete: c');
  main.querySelector('[role=status] button').click();
  assert.deepEqual(names(), ['a', 'b', 'c']);
});

test('the form adds a snippet, or says what is wrong', () => {
  submit('', 'text');
  assert.equal(main.querySelector('[role=alert]').textContent, 'Enter a name for the snippet.');
  submit('d', 'text');
  assert.deepEqual([names(), status()], [['a', 'b', 'c', 'd'], '“d” is added.']);
});

test('a changed snippet stays in its place', () => {
  press('Edit: b');
  submit('B', 'text');
  assert.deepEqual([names(), status()], [['a', 'B', 'c'], '“B” is changed.']);
});
