import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage('<div class="pane-frame"><div class="pane-terminal"><div id="terminal"></div></div></div>');
const { MarkMargin } = await import('../../../../static/js/features/marks/mark-margin.js');
const { CommandLine } = await import('../../../../static/js/features/marks/command-line.js');

/** A terminal scrolled to a row, and a command in each of the given rows. */
function scrolled(viewportY, baseY = 40) {
  const terminal = {
    rows: 10,
    buffer: { active: { viewportY, baseY } },
    element: document.querySelector('#terminal'),
    went: null,
    scrollToLine: (row) => {
      terminal.went = row;
    },
  };
  return terminal;
}

const command = (line, { ran = true, ended = true, status = 0 } = {}) => ({
  ...{ prompt: { line }, output: ran ? {} : null, ended, status },
});

test('each prompt in view at which something ran has a mark that says how it ended', () => {
  const terminal = scrolled(20);
  const commands = [
    command(19),
    command(20),
    command(22, { status: 1 }),
    command(23, { status: null }),
    command(25, { ended: false }),
    command(26, { ran: false, ended: false }),
    command(30),
  ];
  const margin = new MarkMargin(terminal, { commands });
  margin.show();
  const shown = [...document.querySelectorAll('.pane-frame > .mark-margin > .mark')];
  assert.deepEqual(
    shown.map((mark) => [mark.style.getPropertyValue('--row'), mark.className]),
    [
      ['0', 'mark is-ended'],
      ['2', 'mark is-failed'],
      ['3', 'mark is-ended'],
      ['5', 'mark is-running'],
    ],
  );
  margin.remove();
  assert.equal(document.querySelector('.mark-margin'), null);
});

test('the command of the output in view is above it, as text in one line, and leads to its prompt', () => {
  const terminal = scrolled(20);
  const marks = { outputAt: (row) => (row === 20 ? command(7, { status: 2 }) : null), lineOf: () => text };
  let text = 'make\n<b>all</b>\u202e\u0007';
  let focused = 0;
  const line = new CommandLine(terminal, marks, () => (focused += 1));
  line.show();
  const bar = document.querySelector('.pane-terminal > .command-line');
  assert.equal(bar.textContent, 'make <b>all</b>exited with 2');
  assert.equal(terminal.element.classList.contains('has-command-line'), true, 'the rows give way');
  bar.click();
  assert.deepEqual([terminal.went, focused], [7, 1]);
  text = 'x'.repeat(1_000_000);
  line.show();
  assert.ok(bar.textContent.length < 400);
  terminal.buffer.active.viewportY = terminal.buffer.active.baseY;
  line.show();
  assert.deepEqual([bar.hidden, terminal.element.classList.contains('has-command-line')], [true, false]);
});
