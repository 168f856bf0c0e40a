import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parse, rank } from '../../../../static/js/features/palette/palette-query.js';

const found = (query, ...titles) =>
  rank(
    titles.map((title) => ({ title })),
    query,
  ).map(({ entry }) => entry.title);

test('the best match comes first: whole words, beginnings, then shorter names', () => {
  assert.deepEqual(found('prod', 'p r o d', 'production', 'prod', 'my-prod'), [
    'prod',
    'production',
    'my-prod',
    'p r o d',
  ]);
  assert.deepEqual(found('zo', 'Horizon', 'Zoom pane'), ['Zoom pane', 'Horizon']);
});

test('an entry is found by its title, or by its other texts', () => {
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

test('the other texts of an entry match only as they are written', () => {
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

test('the first letter chooses the kinds of entries', () => {
  assert.deepEqual([parse('> split').kinds, parse('> split').query], [['command'], 'split']);
  assert.deepEqual(
    [parse('#').kinds, parse(' @1').kinds, parse('?').kinds],
    [
      ['session', 'sessionCommand'],
      ['window', 'otherWindow'],
      ['prefix', 'help'],
    ],
  );
  assert.deepEqual(
    [parse('%1').kinds, parse('! a').kinds, parse('=bell').kinds],
    [['pane'], ['snippet', 'snippetCommand'], ['setting']],
  );
  assert.deepEqual([parse(' ').kinds, parse('@ ').kinds], [['session', 'window', 'command'], ['window']]);
  assert.deepEqual(
    [parse('a#b').kinds, parse('a#b').query],
    [['session', 'window', 'command', 'snippet', 'splitPane', 'otherWindow', 'setting'], 'a#b'],
  );
});
