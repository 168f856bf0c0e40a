import assert from 'node:assert/strict';
import { test } from 'node:test';

import headless from '@xterm/headless';

import { logicalLine, textBetween } from '../../../../static/js/terminal/native/marked-text.js';

async function buffer(text, { cols = 10, rows = 4 } = {}) {
  const terminal = new headless.Terminal({ cols, rows, allowProposedApi: true });
  await new Promise((resolve) => terminal.write(text, resolve));
  return terminal.buffer.active;
}

test('rows that wrapped are one line, and blanks at the end are left out', async () => {
  const active = await buffer('0123456789abc  \r\n\r\n  x   y\r\n\r\n');
  assert.equal(textBetween(active, { line: 0, x: 2 }, { line: 4, x: 0 }), '23456789abc\n\n  x   y');
  assert.equal(logicalLine(active, { line: 0, x: 8 }), '89abc');
  assert.equal(logicalLine(active, { line: 3, x: 0 }), '  x   y');
});

test('places outside of the buffer are its ends', async () => {
  const active = await buffer('one\r\ntwo');
  assert.equal(textBetween(active, { line: -5, x: 3 }, { line: 999, x: 5 }), 'one\ntwo');
  assert.equal(textBetween(active, { line: 9, x: 0 }, { line: 2, x: 0 }), '');
  assert.equal(logicalLine(active, { line: 99, x: 0 }), '');
});
