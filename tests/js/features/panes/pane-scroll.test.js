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
    element: document.querySelector('#terminal'),
    scrollToBottom: () => {
      buffer.active.viewportY = buffer.active.baseY;
    },
  };
  const note = new ScrollNote(terminal, () => (focused += 1));
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
