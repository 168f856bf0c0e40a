import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FileParts } from '../../../../static/js/terminal/native/file-parts.js';

test('the parts of an image are one file when its last part is there', () => {
  const parts = new FileParts();
  assert.equal(parts.take('MultipartFile=inline=1;size=6'), null);
  assert.equal(parts.take('FilePart=Zm9v'), null);
  assert.equal(parts.take('FilePart=YmFy'), null);
  assert.equal(parts.take('FileEnd'), 'File=inline=1;size=6:Zm9vYmFy');
  assert.equal(parts.take('FileEnd'), null);
});

test('a text that is no part is left to others', () => {
  for (const text of ['', 'File=inline=1:AAAA', 'CurrentDir=/', 'FileEnded'])
    assert.equal(new FileParts().take(text), undefined);
});

test('a new image replaces an unfinished one, and parts without a beginning are dropped', () => {
  const parts = new FileParts();
  parts.take('FilePart=lost');
  parts.take('MultipartFile=size=1');
  parts.take('FilePart=old');
  parts.take('MultipartFile=size=2');
  parts.take('FilePart=new');
  assert.equal(parts.take('FileEnd'), 'File=size=2:new');
});

test('an image that never ends takes no more memory than the longest', () => {
  for (const part of ['x'.repeat(1_000_000), '']) {
    const parts = new FileParts();
    parts.take('MultipartFile=size=1');
    for (let count = 0; count < (part === '' ? 70_000 : 9); count += 1) parts.take(`FilePart=${part}`);
    assert.equal(parts.take('FileEnd'), null);
  }
  const parts = new FileParts();
  for (const header of ['x'.repeat(3000), 'size=1:AAAA']) {
    parts.take(`MultipartFile=${header}`);
    assert.equal(parts.take('FileEnd'), null);
  }
});
