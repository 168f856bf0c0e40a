import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fuzzy, pieces } from '../../../static/js/lib/fuzzy.js';
import { parse, rank } from '../../../static/js/features/palette/palette-query.js';

const shown = (query, text) => {
  const match = fuzzy(query, text);
  return (
    match &&
    pieces(text, match.spots)
      .map(({ text: piece, hit }) => (hit ? `[${piece}]` : piece))
      .join('')
  );
};
const found = (query, ...titles) =>
  rank(
    titles.map((title) => ({ title })),
    query,
  ).map(({ entry }) => entry.title);

test('letters match in order, at the beginnings of words where they can', () => {
  assert.equal(shown('sr', 'Split right'), '[S]plit [r]ight');
  assert.equal(shown('split', 'Split down'), '[Split] down');
  assert.equal(shown('right', 'All bright right'), 'All bright [right]');
  assert.equal(fuzzy('rs', 'Split'), null);
  assert.equal(fuzzy('x', ''), null);
});

test('words match in any order; case, accents and blanks do not matter', () => {
  assert.equal(shown('down sp', 'Split down'), '[Sp]lit [down]');
  assert.equal(shown('CAFE', 'un café'), 'un [café]');
  assert.deepEqual(fuzzy('  ', 'anything'), { score: 0, spots: new Set() });
});

test('characters of two code units and letters that grow keep their place', () => {
  assert.equal(shown('web', '🚀 web'), '🚀 [web]');
  assert.equal(shown('stanbul', 'İstanbul'), 'İ[stanbul]');
});

test('the nearest comes first: whole words, beginnings, then shorter names', () => {
  assert.deepEqual(found('prod', 'p r o d', 'production', 'prod', 'my-prod'), [
    'prod',
    'production',
    'my-prod',
    'p r o d',
  ]);
  assert.deepEqual(found('zo', 'Horizon', 'Zoom pane'), ['Zoom pane', 'Horizon']);
});

test('long input and long names take no time worth telling', () => {
  assert.equal(fuzzy('a'.repeat(1000), 'a'.repeat(100_000)) === null, false);
  assert.equal(fuzzy('ab'.repeat(500), 'a'.repeat(100_000)), null);
});

test('an entry is found by its title, or else by what is said about it', () => {
  const entries = [
    { title: 'Copy', detail: 'Text' },
    { title: 'Text size', detail: 'Font' },
    { title: 'Zoom', detail: 'Panes', words: 'pane.zoom' },
  ];
  assert.deepEqual(
    rank(entries, 'text').map(({ entry }) => entry.title),
    ['Text size', 'Copy'],
  );
  assert.deepEqual(
    rank(entries, 'panes zo').map(({ entry }) => entry.title),
    ['Zoom'],
  );
  assert.deepEqual(
    rank(entries, '').map(({ entry }) => entry.title),
    ['Copy', 'Text size', 'Zoom'],
  );
});

test('what is not highlighted is found only by what stands there', () => {
  const entries = [
    { title: 'Screen reader mode', detail: 'Page', words: 'screenReader.toggle paint static' },
    { title: 'Insert', detail: 'Paste' },
  ];
  assert.deepEqual(
    rank(entries, 'paste').map(({ entry }) => entry.title),
    ['Insert'],
  );
  assert.deepEqual(
    rank(
      [
        { title: 'one', words: 'repaste' },
        { title: 'two', words: 'x.paste' },
      ],
      'paste',
    ).map(({ entry }) => entry.title),
    ['two', 'one'],
  );
});

test('a first letter narrows the palette', () => {
  assert.deepEqual([parse('> split').kinds, parse('> split').query], [['command'], 'split']);
  assert.deepEqual(
    [parse('#').kinds, parse(' @1').kinds, parse('?').kinds],
    [
      ['session', 'beside'],
      ['window', 'elsewhere'],
      ['prefix', 'help'],
    ],
  );
  assert.deepEqual(
    [parse('%1').kinds, parse('! a').kinds, parse('=bell').kinds],
    [['pane'], ['snippet', 'snippets'], ['setting']],
  );
  assert.deepEqual([parse(' ').kinds, parse('@ ').kinds], [['session', 'window', 'command'], ['window']]);
  assert.deepEqual(
    [parse('a#b').kinds, parse('a#b').query],
    [['session', 'window', 'command', 'snippet', 'split', 'elsewhere', 'setting'], 'a#b'],
  );
});
