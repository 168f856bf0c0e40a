import assert from 'node:assert/strict';
import { test } from 'node:test';

import headless from '@xterm/headless';

import { screenPart } from '../../../../static/js/terminal/native/screen-part.js';

const encoder = new TextEncoder();
// As compose.py writes it: a reset, two rows of history, the mark, and the screen; then cursor and modes.
const FULL =
  '\x1bc\x1b[?7l\x1b[mold 1\x1b[m\r\nold 2\x1b[m\r\n\x1b[?7l\x1b[?7lscreen 1\x1b[m\r\nscreen 2' +
  '\x1b[m\x1b[2;4H\x1b[?7h';

const write = (terminal, bytes) => new Promise((resolve) => terminal.write(bytes, resolve));

function rowsOf({ buffer: { active } }) {
  return Array.from({ length: active.length }, (_, row) => active.getLine(row).translateToString(true));
}

test('only the screen is drawn, and the scrollback and the place in it stay', async () => {
  const terminal = new headless.Terminal({ cols: 20, rows: 3, scrollback: 100, allowProposedApi: true });
  await write(terminal, 'mine 1\r\nmine 2\r\nmine 3\r\nmine 4\r\nmine 5\x1b[?1000h\x1b[?25l\x1b[3');
  terminal.scrollLines(-2);
  await write(terminal, screenPart(encoder.encode(FULL)));
  assert.deepEqual(rowsOf(terminal), ['mine 1', 'mine 2', 'screen 1', 'screen 2', '']);
  assert.equal(terminal.buffer.active.viewportY, 0);
  assert.equal(terminal.modes.mouseTrackingMode, 'none');
  assert.deepEqual([terminal.buffer.active.cursorX, terminal.buffer.active.cursorY], [3, 1]);
});

test('a program that filled the pane does so no more, and one that does now does', async () => {
  const terminal = new headless.Terminal({ cols: 20, rows: 3, scrollback: 100, allowProposedApi: true });
  await write(terminal, 'shell\x1b[?1049hvim');
  await write(terminal, screenPart(encoder.encode(FULL)));
  assert.deepEqual([terminal.buffer.active.type, rowsOf(terminal)[0]], ['normal', 'screen 1']);
  await write(terminal, screenPart(encoder.encode(`${FULL}\x1b[?1049h\x1b[Hless`)));
  assert.deepEqual([terminal.buffer.active.type, rowsOf(terminal)[0]], ['alternate', 'less']);
});

test('a snapshot without the mark has no part', () => {
  assert.equal(screenPart(encoder.encode('\x1bc\x1b[?7l\x1b[mtext')), null);
});
