import assert from 'node:assert/strict';
import { test } from 'node:test';

import { LinkClicks, meansLink, opens } from '../../../../static/js/terminal/links/link-clicks.js';
import { AddressLinks } from '../../../../static/js/terminal/links/address-links.js';
import { findAddresses } from '../../../../static/js/terminal/links/link-provider.js';
import { PaneLines } from '../../../../static/js/terminal/panes/pane-lines.js';
import { PathLinks } from '../../../../static/js/terminal/links/path-links.js';
import { wholeLine } from '../../../../static/js/terminal/links/whole-line.js';
import { PathCache } from '../../../../static/js/features/files/page-links.js';
import { panesIn } from '../../../../static/js/lib/pane-layout.js';
import { HELP } from '../../../../static/js/features/keys/help-text.js';

const KEYS = { button: 0, shiftKey: false, ctrlKey: false, metaKey: false };

/** A frame that keeps its listeners, and events that say whether they went on to xterm.js. */
function frame(mac = false) {
  const listeners = {};
  const told = [];
  const disposables = {
    listen: (_frame, type, listener) => {
      listeners[type] = listener;
    },
  };
  const clicks = new LinkClicks(null, disposables, { mac, onHover: (link) => told.push(link?.text ?? null) });
  const fire = (type, keys = {}) => {
    const event = {
      ...KEYS,
      ...keys,
      kept: false,
      preventDefault() {},
      stopPropagation() {
        this.kept = true;
      },
    };
    listeners[type](event);
    return event.kept;
  };
  return { clicks, told, fire };
}

test('a link takes the left button with Ctrl, or Command on a Mac, or Shift', () => {
  assert.ok(meansLink({ ...KEYS, ctrlKey: true }, false));
  assert.ok(meansLink({ ...KEYS, metaKey: true }, true));
  assert.ok(meansLink({ ...KEYS, shiftKey: true }, false));
  for (const keys of [{}, { metaKey: true }, { ctrlKey: true, button: 2 }])
    assert.ok(!meansLink({ ...KEYS, ...keys }, false));
  assert.ok(!meansLink({ ...KEYS, ctrlKey: true }, true));
});

test('only such a click on a link opens it, and tmux does not get it', () => {
  const { clicks, told, fire } = frame();
  const opened = [];
  const link = { text: 'x', open: () => opened.push('x') };
  assert.deepEqual([fire('mousedown', { ctrlKey: true }), fire('mouseup')], [false, false]);
  clicks.hover({ clientX: 1, clientY: 2 }, link);
  assert.deepEqual([fire('mousedown'), fire('mouseup')], [false, false]);
  assert.deepEqual([fire('mousedown', { ctrlKey: true }), fire('mouseup')], [true, true]);
  assert.deepEqual(opened, ['x']);
  fire('mousedown', { ctrlKey: true });
  clicks.leave();
  assert.equal(fire('mouseup'), true);
  clicks.hover({ clientX: 1, clientY: 2, buttons: 1 }, link);
  assert.deepEqual([opened, told], [['x'], ['x', null]], 'nothing is reported during a drag');
});

/** A buffer of rows; `>` marks a row that continues the one before; wide characters take two cells. */
function bufferOf(...rows) {
  const lines = rows.map((row) => {
    const cells = Array.from(row.replace(/^>/, '')).flatMap((chars) =>
      /[\u3000-\u9fff]/.test(chars)
        ? [
            [chars, 2],
            ['', 0],
          ]
        : [[chars === '_' ? '' : chars, 1]],
    );
    return {
      isWrapped: row.startsWith('>'),
      length: cells.length,
      getCell: (x) => ({ getChars: () => cells[x][0], getWidth: () => cells[x][1] }),
    };
  });
  return { getLine: (y) => lines[y] };
}

test('a line is all its rows, and each of its letters has a cell', () => {
  const buffer = bufferOf('before', 'a日b', '>c_d', 'after');
  for (const y of [1, 2]) {
    const { text, cells } = wholeLine(buffer, y);
    assert.equal(text, 'a日bc d');
    assert.deepEqual(
      cells.map(({ x, y: row }) => [x, row]),
      [
        [1, 2],
        [2, 2],
        [4, 2],
        [1, 3],
        [2, 3],
        [3, 3],
      ],
    );
  }
});

test('what the server finds becomes a link where it stands', async () => {
  const terminal = { buffer: { active: bufferOf('see 日本/a.c:7 or gone.c') } };
  const asked = [];
  const find = async (paths) => {
    asked.push(paths);
    return new Map([['日本/a.c', { kind: 'file', bytes: 1 }]]);
  };
  const links = await new Promise((resolve) =>
    new PathLinks(new PaneLines(terminal, { panes: () => null }), null, { find }).provideLinks(1, resolve),
  );
  assert.deepEqual(asked, [['see', '日本/a.c', 'or', 'gone.c']]);
  assert.deepEqual(
    links.map(({ text, range }) => [text, range]),
    [['日本/a.c', { start: { x: 5, y: 1 }, end: { x: 14, y: 1 } }]],
  );
});

test('a server that does not answer leaves no links, and no error', async () => {
  const terminal = { buffer: { active: bufferOf('a.c') } };
  const find = () => Promise.reject(new Error('away'));
  assert.deepEqual(
    await new Promise((resolve) =>
      new PathLinks(new PaneLines(terminal, { panes: () => null }), null, { find }).provideLinks(1, resolve),
    ),
    [],
  );
});

test('paths are asked for once while they are fresh', async () => {
  const asked = [];
  let now = 0;
  const known = new PathCache(
    async (paths) => {
      asked.push(paths);
      return new Map([['a', { kind: 'file', bytes: 1 }]]);
    },
    () => now,
  );
  assert.deepEqual([...(await known.find(['a', 'b'])).keys()], ['a']);
  assert.deepEqual([...(await known.find(['a', 'b', 'c'])).keys()], ['a']);
  now = 6000;
  await known.find(['a']);
  known.clear();
  await known.find(['b']);
  assert.deepEqual(asked, [['a', 'b'], ['c'], ['a'], ['b']]);
});

test('help tells what opens a link', () => {
  const steps = HELP.flatMap(({ rows }) =>
    rows.filter(([, brings]) => brings.includes('link')).map(([keys]) => keys.join(' ')),
  );
  assert.deepEqual(steps, [opens(false)]);
});

test('addresses end before punctuation, and keep brackets that are theirs', () => {
  const cases = {
    'see https://example.org/a_(b)?x=1#y.': 'https://example.org/a_(b)?x=1#y',
    '(https://example.org/a)': 'https://example.org/a',
    '[x](https://example.org/b),': 'https://example.org/b',
    '"HTTPS://Example.org/q?a=b&c=[1]"': 'HTTPS://Example.org/q?a=b&c=[1]',
    'https://example.org/│': 'https://example.org/│',
  };
  for (const [text, address] of Object.entries(cases)) {
    const [found, more] = findAddresses(text);
    assert.deepEqual(
      [found.address, text.slice(found.start, found.end), more],
      [address, address, undefined],
    );
  }
  assert.deepEqual(findAddresses('ftp://x https:// https://? javascript:alert(1)'), []);
});

test('an address over several rows of a pane is whole, without what stands beside', async () => {
  const rows = [
    'left 1    |https://ex',
    'left https|ample.org/',
    '://l.org/x|a_b?c=d  ',
    'tail      |end       ',
  ];
  const buffer = { ...bufferOf(...rows.map((row) => row.replaceAll('_', '-'))), viewportY: 0 };
  const panes = panesIn('c2a5,21x4,0,0{10x4,0,0,1,10x4,11,0,2}');
  assert.deepEqual(
    panes.map(({ id, left, cols }) => [id, left, cols]),
    [
      ['%1', 0, 10],
      ['%2', 11, 10],
    ],
  );
  const asked = [];
  const rowsOf = async ({ id }) => {
    asked.push(id);
    return id === '%1'
      ? { rows: ['left 1', 'left https', '\x1b[31m://l.org/x\x1b[m', 'tail'], wraps: [1] }
      : { rows: ['https://ex', 'ample.org/', 'a-b?c=d', 'end'], wraps: [0, 1] };
  };
  const lines = new PaneLines(
    { rows: 5, buffer: { active: buffer } },
    { panes: () => ({ panes, rows: 4 }), rowsOf },
  );
  const pointer = { activate() {}, hover() {}, leave() {} };
  const linksOf = (row) =>
    new Promise((resolve) => {
      new AddressLinks(lines, pointer).provideLinks(row, resolve);
    });
  const spans = (links) => links.map(({ text, range }) => [text, range.start, range.end]);
  const [left, right] = ['https://l.org/x', 'https://example.org/a-b?c=d'];
  assert.deepEqual(spans(await linksOf(2)), [
    [left, { x: 6, y: 2 }, { x: 10, y: 2 }],
    [right, { x: 12, y: 2 }, { x: 21, y: 2 }],
  ]);
  assert.deepEqual(spans(await linksOf(3)), [
    [left, { x: 1, y: 3 }, { x: 10, y: 3 }],
    [right, { x: 12, y: 3 }, { x: 18, y: 3 }],
  ]);
  assert.deepEqual(spans(await linksOf(4)), []);
  assert.deepEqual(asked, ['%1', '%2'], 'of each pane once while it is fresh');
});

test('where xterm.js knows the lines it is not asked for rows', async () => {
  const terminal = {
    rows: 2,
    buffer: { active: { ...bufferOf('https://ex', '>ample.org/'), viewportY: 0 } },
  };
  const lines = new PaneLines(terminal, { panes: () => null, rowsOf: () => assert.fail('asked') });
  assert.deepEqual(
    (await lines.through(1)).map(({ text }) => text),
    ['https://example.org/'],
  );
});
