import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fileAddress } from '../../../static/js/net/files-api.js';
import {
  crumbs,
  encodedPath,
  isPath,
  joined,
  matching,
  parentOf,
  summary,
  visible,
} from '../../../static/js/lib/folder-paths.js';

const BYTES = '/caf\udce9/日本 🙂';

test('a path is asked for byte for byte', () => {
  assert.equal(encodedPath(BYTES), '%2Fcaf%E9%2F%E6%97%A5%E6%9C%AC%20%F0%9F%99%82');
  assert.equal(encodedPath('a+b&c#d%41\n'), 'a%2Bb%26c%23d%2541%0A');
  assert.equal(encodedPath('\ud800'), '%EF%BF%BD'); // no path has it
  assert.equal(fileAddress('$1', '/caf\udce9'), '/api/sessions/%241/file?path=%2Fcaf%E9');
});

test('one goes up and down', () => {
  assert.deepEqual([parentOf('/a/b'), parentOf('/a'), parentOf('/')], ['/a', '/', '/']);
  assert.deepEqual([joined('/', 'a'), joined('/a', '#b')], ['/a', '/a/#b']);
  assert.deepEqual(
    crumbs('/a/b').map(({ name, path }) => `${name}=${path}`),
    ['/=/', 'a=/a', 'b=/a/b'],
  );
  assert.deepEqual(crumbs('/').length, 1);
  assert.deepEqual(['/etc', '~/x', '~', 'a/b', '', '../x'].map(isPath), [
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('what one would not see is written out', () => {
  const names = {
    'a\nb': 'a\\nb',
    '\x1b[31m': '\\x1b[31m',
    'caf\udce9': 'caf\\xe9',
    'a\u202eb': 'a\\u202eb',
    '日本 🙂': '日本 🙂',
    '\ud83d': '\\ud83d',
  };
  for (const [name, wanted] of Object.entries(names)) assert.equal(visible(name), wanted);
});

test('a filter takes words in any case and order, and hidden files only where asked for', () => {
  const entries = ['README.md', 'read me.txt', '.readme', 'src'].map((name) => ({ name }));
  const found = (filter, hidden = false) => matching(entries, filter, { hidden }).map(({ name }) => name);
  assert.deepEqual(found(''), ['README.md', 'read me.txt', 'src']);
  assert.deepEqual(found('Me read'), ['README.md', 'read me.txt']);
  assert.deepEqual(found('.r'), ['.readme']);
  assert.deepEqual(found('readme', true), ['README.md', '.readme']);
});

test('how much there is, is said', () => {
  const of = (count, total, shown, filtered = false) =>
    summary({ entries: Array(count), total }, shown, { filtered });
  assert.equal(of(0, 0, 0), 'This folder is empty.');
  assert.equal(of(1, 1, 1), '1 entry.');
  assert.equal(of(12, 12, 3, true), '3 of 12 listed.');
  assert.equal(of(12, 12, 10), '10 entries, 2 hidden.');
  assert.equal(of(2000, 5000, 2000), '2,000 of the first 2,000 are listed; there are 5,000.');
  assert.equal(of(2000, 100_000, 7), '7 of the first 2,000 are listed; there are more than 100,000.');
});
