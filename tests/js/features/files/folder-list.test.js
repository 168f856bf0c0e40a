import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { makePage } from '../../page.js';

makePage('<input>');
const { FolderList } = await import('../../../../static/js/features/files/folder-list.js');
Element.prototype.scrollIntoView ??= () => {};

const entry = (name, kind, more = {}) => ({
  name,
  kind,
  bytes: null,
  modified_at: null,
  leads_to: null,
  ...more,
});
const ENTRIES = [
  entry('src', 'folder'),
  entry('a.txt', 'file', { bytes: 1500 }),
  entry('now', 'link', { leads_to: 'src' }),
];
const input = document.querySelector('input');
let opened;
let list;

beforeEach(() => {
  opened = [];
  list = new FolderList('list', input, { onSelect: () => {}, onOpen: ({ name }) => opened.push(name) });
  list.show(ENTRIES);
});

const rows = () => [...list.element.children];

test('a row says kind, name and size', () => {
  assert.deepEqual(
    rows().map(({ textContent }) => textContent),
    ['src/, Folder, ', 'a.txt, File, 1.5 kB', 'now → src, Link, '],
  );
});

test('a click opens a folder and selects a file, and a double click opens the file', () => {
  rows()[0].click();
  rows()[1].click();
  assert.deepEqual([opened, list.selected.name], [['src'], 'a.txt']);
  rows()[1].dispatchEvent(new Event('dblclick', { bubbles: true }));
  assert.deepEqual(opened, ['src', 'a.txt']);
});

test('the selection moves to the ends and no further, and the input names its row', () => {
  list.move(1);
  assert.equal(list.selected.name, 'src');
  list.move(10);
  assert.equal(list.selected.name, 'now');
  assert.equal(input.getAttribute('aria-activedescendant'), rows()[2].id);
  list.move(-10);
  assert.equal(list.selected.name, 'src');
});

test('other entries keep the selection by name, else select the first if asked', () => {
  list.select(1);
  list.show(ENTRIES.slice(1), { name: 'a.txt' });
  assert.equal(list.selected.name, 'a.txt');
  list.show(ENTRIES, { name: 'gone' });
  assert.equal(list.selected, null);
  assert.equal(input.hasAttribute('aria-activedescendant'), false);
  list.show(ENTRIES, { first: true });
  assert.equal(list.selected.name, 'src');
});
