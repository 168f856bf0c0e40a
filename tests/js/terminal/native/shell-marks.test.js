import assert from 'node:assert/strict';
import { test } from 'node:test';

import headless from '@xterm/headless';

import { Disposables } from '../../../../static/js/lib/disposables.js';
import { markOf } from '../../../../static/js/terminal/native/mark-text.js';
import { COMMANDS_MAX, ShellMarks } from '../../../../static/js/terminal/native/shell-marks.js';

const osc = (text) => `\x1b]133;${text}\x07`;
const prompt = (command) => `${osc('A')}$ ${osc('B')}${command}\r\n${osc('C')}`;
const ran = (command, output, status = 0) => `${prompt(command)}${output}${osc(`D;${status}`)}`;
const end = `${osc('A')}$ ${osc('B')}`;

/** A terminal of xterm.js without a screen, and its marks. */
function marked({ cols = 20, rows = 6, scrollback = 100 } = {}) {
  const terminal = new headless.Terminal({ cols, rows, scrollback, allowProposedApi: true });
  const marks = new ShellMarks(terminal, new Disposables());
  const write = (data) => new Promise((resolve) => terminal.write(data, resolve));
  const rowsOf = () => marks.commands.map(({ prompt: { line } }) => line);
  return { terminal, marks, write, rowsOf };
}

test('a mark has a kind, and the end a status', () => {
  assert.deepEqual(markOf('A'), { kind: 'prompt', status: null });
  assert.deepEqual(markOf('A;cl=m;aid=1'), { kind: 'prompt', status: null });
  assert.deepEqual(markOf('C;cmdline_url=ls'), { kind: 'output', status: null });
  assert.deepEqual(markOf('D;130'), { kind: 'end', status: 130 });
  assert.deepEqual(markOf('D'), { kind: 'end', status: null });
});

test('what is no mark is ignored', () => {
  const hostile = ['', ';', 'a', 'AA', 'A;k=s', 'P', 'Z;1', '\x00', '\ufffd', '\u202eA', 'x'.repeat(4096)];
  for (const data of [...hostile, `A;${'x'.repeat(1_000_000)}`, '__proto__', 'constructor'])
    assert.equal(markOf(data), null, data.slice(0, 20));
  for (const status of ['256', '-1', '1e2', ' 1', '01234', '٣', '1\n', ''])
    assert.deepEqual(markOf(`D;${status}`), { kind: 'end', status: null }, status);
});

test('the user jumps from prompt to prompt', async () => {
  const { marks, write, rowsOf } = marked();
  await write(ran('one', '1\r\n2\r\n') + ran('two', '3\r\n', 7) + end);
  assert.deepEqual(rowsOf(), [0, 3, 5]);
  assert.deepEqual([marks.before(4), marks.before(0), marks.after(0), marks.after(5)], [3, null, 3, null]);
  assert.deepEqual(
    marks.commands.map(({ status }) => status),
    [0, 7, null],
  );
  assert.equal(marks.lineOf(marks.outputAt(2)), 'one');
  assert.equal(marks.outputAt(3), null, 'a prompt is no output');
  assert.equal(marks.lineOf(marks.at(3)), 'two');
});

test('the last output is copied without the prompts, also while it grows', async () => {
  const { marks, write } = marked();
  assert.equal(marks.lastOutput(), null);
  const wide = 'a line that is wider than the screen';
  await write(`${ran('one', 'no\r\n')}${prompt('two')}${wide}\r\n`);
  assert.deepEqual(marks.lastOutput(), { text: wide, whole: true });
  await write(`without a line end${osc('D;0')}\r\n${end}ls`);
  assert.deepEqual(marks.lastOutput(), { text: `${wide}\nwithout a line end`, whole: true });
});

test('an output longer than the scrollback is copied as far as it is there', async () => {
  const { marks, write } = marked({ scrollback: 4 });
  const numbers = Array.from({ length: 30 }, (_, number) => `${number}\r\n`).join('');
  await write(ran('seq', numbers) + end);
  assert.deepEqual(marks.lastOutput(), { text: '21\n22\n23\n24\n25\n26\n27\n28\n29', whole: false });
});

test('a shell that marks only prompts has outputs too', async () => {
  const { marks, write } = marked();
  await write(`${osc('A')}$ ls\r\nfile\r\n${osc('A')}$ `);
  assert.equal(marks.lastOutput().text, 'file');
});

test('a prompt drawn again replaces itself, and a cleared screen has no old ones', async () => {
  const { write, rowsOf } = marked();
  await write(`${ran('one', '1\r\n') + end}\r${end}`);
  assert.deepEqual(rowsOf(), [0, 2]);
  await write(`\x1b[H\x1b[2J${end}`);
  assert.deepEqual(rowsOf(), [0]);
});

test('other rows have no marks after a reset, the same rows have theirs', async () => {
  const { marks, write, rowsOf } = marked({ rows: 3 });
  await write(ran('one', '1\r\n') + ran('two', '2\r\n', 3) + end);
  const before = rowsOf();
  const rows = ['$ one', '1', '$ two', '2', '$ '];
  const snapshot = `\x18\x1bc\x1bc\x1b[?7l${rows.slice(0, 2).join('\x1b[m\r\n')}\x1b[m\r\n\x1b[?7l\x1b[?7l`;
  await write(`${snapshot}${rows.slice(2).join('\x1b[m\r\n')}\x1b[?7h`);
  assert.deepEqual(rowsOf(), before);
  assert.deepEqual(marks.lastOutput(), { text: '2', whole: true });
  assert.equal(marks.at(2).status, 3);
  await write('\x1bc\x1b[?7lother\r\nrows\r\n\x1b[?7l\x1b[?7lare here\r\n');
  assert.deepEqual(rowsOf(), []);
});

test('marks are bounded, and those in a full-screen program are none', async () => {
  const { marks, write, rowsOf } = marked({ scrollback: 5000 });
  await write(`\x1b[?1049h${end}\x1b[?1049l`);
  assert.deepEqual(rowsOf(), []);
  await write(ran('x', 'y\r\n').repeat(COMMANDS_MAX + 50));
  assert.equal(marks.commands.length, COMMANDS_MAX);
});

test('marks in any order, cut or hostile, harm nothing', async () => {
  const { marks, write } = marked({ scrollback: 10 });
  const kinds = ['D;1', 'C', 'B', 'A', 'A', 'D', 'C', 'C', 'B;\ufffd', 'A;k=s', 'N', 'D;9', '\u0007'];
  for (let at = 0; at < kinds.length * 6; at += 1) {
    await write(osc(kinds[(at * 7) % kinds.length]) + (at % 3 ? 'x\r\n' : '\x1b[A\x1b[2J\x1b[3J'));
    if (at % 11 === 0) await write('\x1bc');
    marks.lastOutput();
    for (const command of marks.commands) marks.lineOf(command);
    for (let row = -1; row < 20; row += 1) marks.outputAt(row);
  }
  await write(Uint8Array.from([0x1b, 0x5d, 0x31, 0x33, 0x33, 0x3b, 0xff, 0xfe, 0xc3, 0x07]));
  await write(`\x1b]133;A;${'y'.repeat(1_000_000)}\x07after`);
  assert.equal(typeof marks.commands.length, 'number');
});
