import assert from 'node:assert/strict';
import { test } from 'node:test';

import { linkAt, partOf } from '../../../../static/js/terminal/links/addresses.js';

const cellsOf = (lines) => lines.map((line) => [...line]);

function at(lines, mark) {
  const y = lines.findIndex((line) => line.includes(mark));
  const { rows, row, offset } = partOf(cellsOf(lines), { x: lines[y].indexOf(mark), y });
  return linkAt(rows, row, offset);
}

test('an address is found on its row, without what ends the sentence', () => {
  const lines = ['see https://a.example/x?y=1#z, or ', '(http://b.example).              '];
  assert.deepEqual(at(lines, 'y=1'), { address: 'https://a.example/x?y=1#z' });
  assert.deepEqual(at(lines, 'b.exam'), { address: 'http://b.example' });
  assert.equal(at(lines, ', or'), null);
});

test('a finger opens the address that a click opens', () => {
  assert.deepEqual(at(['(see https://a.example/b_(c)!d?x=1#y)   '], 'b_'), {
    address: 'https://a.example/b_(c)!d?x=1#y',
  });
  assert.deepEqual(at(['https://a.example/x━━━ '], 'a.ex'), { address: 'https://a.example/x' });
});

test('an address over several rows is whole, wherever it is touched', () => {
  const lines = ['open https://a.exam', 'ple/oauth?client=ab', 'cdef&scope=all     ', 'and then           '];
  for (const mark of ['a.exam', 'oauth', 'scope'])
    assert.deepEqual(at(lines, mark), { address: 'https://a.example/oauth?client=abcdef&scope=all' });
});

test('the border of a pane cuts rows, and an address goes on inside it', () => {
  const lines = [
    '$ ls      │https://a.ex',
    'src/a.py  │ample/one   ',
    '          │$           ',
    '──────────┴────────────',
  ];
  assert.deepEqual(at(lines, 'ample'), { address: 'https://a.example/one' });
  assert.deepEqual(at(lines, 'src'), { path: 'src/a.py', line: null });
});

test('a path is found with its line, a blank is nothing', () => {
  const lines = ['src/main.py:12: error  ', '                       '];
  assert.deepEqual(at(lines, 'main'), { path: 'src/main.py', line: 12 });
  assert.equal(linkAt([{ text: '    ', full: false }], 0, 2), null);
});

test('wide characters take two cells and stand once in the text', () => {
  const line = ['字', '', '字', '', ...'https://a.b/c '];
  const { rows, row, offset } = partOf([line], { x: 8, y: 0 });
  assert.deepEqual(linkAt(rows, row, offset), { address: 'https://a.b/c' });
});
