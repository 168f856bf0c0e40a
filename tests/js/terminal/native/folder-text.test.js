import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FOLDER_MAX_CHARS, folderIn, pathIn } from '../../../../static/js/terminal/native/folder-text.js';

test('a shell reports its folder as an address of a file', () => {
  assert.equal(folderIn('file://host/home/me/a%20b'), '/home/me/a b');
  assert.equal(folderIn('file:///caf%C3%A9'), '/café');
  assert.equal(folderIn('file://host/a;b'), '/a;b');
});

test('anything else is no folder', () => {
  const hostile = ['', '/home', 'file:', 'file://host', 'file:/x', 'http://h/x', 'kitty-shell-cwd://h/x'];
  const escaped = ['%00', '%0a', '%1b', '%7f', '%c2%9b', '%e2%80%ae', '%ff', '%', '%zz', '\ufffd', '\u202e'];
  for (const data of [...hostile, ...escaped.map((text) => `file://h/x${text}`)])
    assert.equal(folderIn(data), null, data);
  assert.equal(folderIn(`file://h/${'x'.repeat(FOLDER_MAX_CHARS)}`), null);
  assert.equal(folderIn(`file://${'h'.repeat(1_000_000)}`), null);
});

test('a path is in its folder, unless it begins at the root or at home', () => {
  assert.equal(pathIn('/srv', 'a/b'), '/srv/a/b');
  assert.equal(pathIn('/', 'a'), '/a');
  assert.equal(pathIn('/srv', '/etc'), '/etc');
  assert.equal(pathIn('/srv', '~/x'), '~/x');
  assert.equal(pathIn('', 'a'), 'a');
});
