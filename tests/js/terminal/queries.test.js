import assert from 'node:assert/strict';
import { test } from 'node:test';

import xterm from '@xterm/headless';

import { Disposables } from '../../../static/js/lib/disposables.js';
import { swallowQueries } from '../../../static/js/terminal/queries.js';

test('the terminal answers no query, and colours can still be set', async () => {
  const terminal = new xterm.Terminal({ allowProposedApi: true });
  const answers = [];
  terminal.onData((data) => answers.push(data));
  const disposables = new Disposables();
  swallowQueries(terminal.parser, disposables);
  const write = (text) => new Promise((resolve) => terminal.write(text, resolve));
  await write('\x1b[c\x1b[>c\x1b[6n\x1b[?6n\x1b[?2026$p\x1b[>q\x1bP$qm\x1b\\\x1b]10;?\x07');
  assert.deepEqual(answers, []);
  disposables.dispose();
  await write('\x1b[6n');
  assert.equal(answers.length, 1);
});
