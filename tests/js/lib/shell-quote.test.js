import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { editCommand, shellQuote } from '../../../static/js/lib/shell-quote.js';

const ODD = [
  'a',
  '/x/y.png',
  'a b',
  "it's",
  '$HOME',
  '`x`',
  '~',
  '*',
  'a;b',
  '#x',
  '!x',
  '日本',
  '"',
  '\\',
  '🙂',
  'a\nb',
  '\x1b[201~\nrm',
  "a'\t\\",
  '\x9b',
  '$(touch x)',
  'x=y',
  '{a,b}',
];

test('a shell reads a quoted path unchanged', () => {
  const words = ODD.map(shellQuote);
  for (const word of words) assert.ok(!/[\x00-\x1f\x7f-\x9f]/.test(word), JSON.stringify(word)); // eslint-disable-line no-control-regex
  const printed = execFileSync('bash', ['-c', `printf '%s\\0' ${words.join(' ')}`]).toString();
  assert.deepEqual(printed.split('\0').slice(0, -1), ODD);
});

test('bytes that are not UTF-8 stay the same, and a path is never an option', () => {
  const printed = execFileSync('bash', ['-c', `printf '%s' ${shellQuote('/caf\udce9/x')}`]);
  assert.deepEqual(printed, Buffer.from('/caf\xe9/x', 'latin1'));
  assert.equal(shellQuote('-rf'), "'./-rf'");
});

test('the editor opens a file at its line', () => {
  assert.equal(editCommand('a b.py', 12), "$EDITOR +12 'a b.py'");
  assert.equal(editCommand('a.py', null), '$EDITOR a.py');
});
