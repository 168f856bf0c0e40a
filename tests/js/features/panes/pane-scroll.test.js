import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage('<div id="pane"><div id="terminal"></div></div>');
const { ScrollNote } = await import('../../../../static/js/features/panes/pane-scroll.js');

test('a user who scrolled back sees that there is new output, and returns to the end', () => {
  const buffer = { active: { viewportY: 5, baseY: 5 } };
  let focused = 0;
  const terminal = {
    buffer,
    options: { scrollback: 1000 },
    element: document.querySelector('#terminal'),
    scrollToBottom: () => {
      buffer.active.viewportY = buffer.active.baseY;
    },
  };
  const note = new ScrollNote(terminal, { focus: () => (focused += 1), openHistory: () => {} });
  note.written();
  assert.equal(document.querySelector('#pane button'), null, 'nothing while the end is in view');
  buffer.active.viewportY = 2;
  note.show();
  const chip = document.querySelector('#pane button');
  assert.deepEqual([chip.hidden, chip.textContent], [false, 'To the end ↓']);
  buffer.active.baseY = 6;
  note.written();
  assert.equal(chip.textContent, 'New output ↓');
  chip.click();
  assert.deepEqual([chip.hidden, focused, buffer.active.viewportY], [true, 1, 6]);
  buffer.active.viewportY = 1;
  note.show();
  assert.equal(chip.textContent, 'To the end ↓');
});

test('at the oldest row of a full page a button leads to the rows before it in the history', () => {
  document.querySelector('#pane').replaceChildren(document.createElement('div'));
  const buffer = { active: { viewportY: 1, baseY: 100, length: 124 } };
  const terminal = { buffer, options: { scrollback: 100 }, element: document.querySelector('#pane div') };
  const asked = [];
  const note = new ScrollNote(terminal, { focus: () => {}, openHistory: (back) => asked.push(back) });
  note.show();
  const older = document.querySelector('.pane-older');
  assert.equal(older.hidden, true, 'older rows of the page are above');
  buffer.active.viewportY = 0;
  note.show();
  assert.equal(older.hidden, false);
  older.click();
  assert.deepEqual(asked, [124]);
  terminal.options.scrollback = 200;
  note.show();
  assert.equal(older.hidden, true, 'the page has all rows');
});
