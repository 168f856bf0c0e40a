import assert from 'node:assert/strict';
import { test } from 'node:test';

import { LinkClicks, meansLink, opens } from '../../static/js/terminal/link-clicks.js';
import { PathLinks, wholeLine } from '../../static/js/terminal/path-links.js';
import { KnownPaths } from '../../static/js/ui/page-links.js';
import { HELP } from '../../static/js/util/help-text.js';

const KEYS = { button: 0, shiftKey: false, ctrlKey: false, metaKey: false };

/** A frame that keeps its listeners, and events that say whether they went on to xterm.js. */
function frame(mac = false) {
  const listeners = {};
  const told = [];
  const disposables = { listen: (_frame, type, listener) => { listeners[type] = listener; } };
  const clicks = new LinkClicks(null, disposables, { mac, onHover: (link) => told.push(link?.text ?? null) });
  const fire = (type, keys = {}) => {
    const event = { ...KEYS, ...keys, kept: false, preventDefault() {}, stopPropagation() { this.kept = true; } };
    listeners[type](event);
    return event.kept;
  };
  return { clicks, told, fire };
}

test('a link takes the left button with Ctrl, or Command on a Mac, or Shift', () => {
  assert.ok(meansLink({ ...KEYS, ctrlKey: true }, false));
  assert.ok(meansLink({ ...KEYS, metaKey: true }, true));
  assert.ok(meansLink({ ...KEYS, shiftKey: true }, false));
  for (const keys of [{}, { metaKey: true }, { ctrlKey: true, button: 2 }]) assert.ok(!meansLink({ ...KEYS, ...keys }, false));
  assert.ok(!meansLink({ ...KEYS, ctrlKey: true }, true));
});

test('only such a click on a link opens it, and tmux does not hear of it', () => {
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
  assert.deepEqual([opened, told], [['x'], ['x', null]]);
});

test('a finger opens without keys, a mouse does not', () => {
  const { clicks, fire } = frame();
  let opened = 0;
  const link = { text: 'x', open: () => { opened += 1; } };
  fire('pointerdown', { pointerType: 'mouse' });
  clicks.activate({}, link);
  assert.equal(opened, 0);
  fire('pointerdown', { pointerType: 'touch' });
  clicks.activate({}, link);
  assert.equal(opened, 1);
});

/** A buffer of rows; `>` in front says that the row continues the one before; wide characters take two cells. */
function bufferOf(...rows) {
  const lines = rows.map((row) => {
    const cells = Array.from(row.replace(/^>/, '')).flatMap((chars) => (/[\u3000-\u9fff]/.test(chars) ? [[chars, 2], ['', 0]] : [[chars === '_' ? '' : chars, 1]]));
    return { isWrapped: row.startsWith('>'), length: cells.length, getCell: (x) => ({ getChars: () => cells[x][0], getWidth: () => cells[x][1] }) };
  });
  return { getLine: (y) => lines[y] };
}

test('a line is all its rows, and each of its letters has a cell', () => {
  const buffer = bufferOf('before', 'a日b', '>c_d', 'after');
  for (const y of [1, 2]) {
    const { text, cells } = wholeLine(buffer, y);
    assert.equal(text, 'a日bc d');
    assert.deepEqual(cells.map(({ x, y: row }) => [x, row]), [[1, 2], [2, 2], [4, 2], [1, 3], [2, 3], [3, 3]]);
  }
});

test('what the server finds becomes a link where it stands', async () => {
  const terminal = { buffer: { active: bufferOf('see 日本/a.c:7 or gone.c') } };
  const asked = [];
  const find = async (paths) => {
    asked.push(paths);
    return new Map([['日本/a.c', { kind: 'file', bytes: 1 }]]);
  };
  const links = await new Promise((resolve) => new PathLinks(terminal, null, { find }).provideLinks(1, resolve));
  assert.deepEqual(asked, [['see', '日本/a.c', 'or', 'gone.c']]);
  assert.deepEqual(links.map(({ text, range }) => [text, range]), [['日本/a.c', { start: { x: 5, y: 1 }, end: { x: 14, y: 1 } }]]);
});

test('a server that does not answer leaves no links, and no error', async () => {
  const terminal = { buffer: { active: bufferOf('a.c') } };
  const find = () => Promise.reject(new Error('away'));
  assert.deepEqual(await new Promise((resolve) => new PathLinks(terminal, null, { find }).provideLinks(1, resolve)), []);
});

test('paths are asked for once while they are fresh', async () => {
  const asked = [];
  let now = 0;
  const known = new KnownPaths(async (paths) => {
    asked.push(paths);
    return new Map([['a', { kind: 'file', bytes: 1 }]]);
  }, () => now);
  assert.deepEqual([...(await known.find(['a', 'b'])).keys()], ['a']);
  assert.deepEqual([...(await known.find(['a', 'b', 'c'])).keys()], ['a']);
  now = 6000;
  await known.find(['a']);
  known.forget();
  await known.find(['b']);
  assert.deepEqual(asked, [['a', 'b'], ['c'], ['a'], ['b']]);
});

test('help tells what opens a link', () => {
  const steps = HELP.flatMap(({ rows }) => rows.filter(([, brings]) => brings.includes('link')).map(([keys]) => keys.join(' ')));
  assert.deepEqual(steps, [opens(false)]);
});
