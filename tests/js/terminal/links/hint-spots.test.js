import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellPlaces, hintSpots } from '../../../../static/js/terminal/links/hint-spots.js';

/** A buffer of rows of one width; a row that begins with `+` continues the one before it. */
function terminalOf(rows, { cols = 20, viewportY = 0, shown = rows.length - viewportY } = {}) {
  const lines = rows.map((row) => {
    const text = row.replace(/^\+/, '').padEnd(cols);
    const getCell = (x) => ({ getWidth: () => 1, getChars: () => text[x] });
    return { isWrapped: row.startsWith('+'), length: cols, getCell };
  });
  return { rows: shown, buffer: { active: { viewportY, getLine: (y) => lines[y] } } };
}

test('a text has its cells', () => {
  const [spot] = hintSpots(terminalOf(['', '  src/main.rs x']));
  assert.deepEqual(spot.pieces, [{ x: 2, y: 1, cols: 11, text: 'src/main.rs' }]);
  assert.equal(spot.text, 'src/main.rs');
});

test('a wrapped address is whole, and has a piece in each row', () => {
  const spots = hintSpots(terminalOf(['go https://example.o', '+rg/path now']));
  assert.equal(spots[0].text, 'https://example.org/path');
  assert.deepEqual(spots[0].pieces, [
    { x: 3, y: 0, cols: 17, text: 'https://example.o' },
    { x: 0, y: 1, cols: 7, text: 'rg/path' },
  ]);
  assert.equal(spots.length, 1);
});

test('borders of tmux end a text', () => {
  const found = hintSpots(terminalOf(['a/b│c/d│https://x.io']));
  assert.deepEqual(
    found.map(({ text }) => text),
    ['a/b', 'c/d', 'https://x.io'],
  );
});

test('only visible rows count, also of a text that begins above them', () => {
  const rows = ['go https://example.o', '+rg/path', 'x/y'];
  const found = hintSpots(terminalOf(rows, { viewportY: 1 }));
  assert.deepEqual(
    found.map(({ text, pieces }) => [text, pieces]),
    [
      ['https://example.org/path', [{ x: 0, y: 0, cols: 7, text: 'rg/path' }]],
      ['x/y', [{ x: 0, y: 1, cols: 3, text: 'x/y' }]],
    ],
  );
  assert.deepEqual(hintSpots(terminalOf(rows, { viewportY: 1, shown: 1 })).length, 1);
});

test('cells have places in the window', () => {
  const screen = { getBoundingClientRect: () => ({ left: 10, top: 20, width: 800, height: 480 }) };
  const element = { querySelector: () => screen };
  const options = { fontFamily: 'mono', fontSize: 14 };
  const places = cellPlaces({ element, cols: 80, rows: 24, options });
  assert.deepEqual(places, { left: 10, top: 20, cellWidth: 10, cellHeight: 20, ...options });
});
