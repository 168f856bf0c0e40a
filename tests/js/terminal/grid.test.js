import assert from 'node:assert/strict';
import { test } from 'node:test';

import { gridOf } from '../../../static/js/terminal/grid.js';

test('cells are measured on the screen as it is shown, also if it is scaled', () => {
  const screen = {
    offsetHeight: 480,
    getBoundingClientRect: () => ({ left: 10, top: 20, width: 400, height: 240 }),
  };
  const terminal = {
    element: { querySelector: () => screen },
    cols: 80,
    rows: 24,
    buffer: { active: { cursorX: 3, cursorY: 4 } },
  };
  assert.deepEqual(gridOf(terminal), {
    left: 10,
    top: 20,
    rowPx: 10,
    cellPx: 5,
    scale: 0.5,
    cursor: { x: 3, y: 4 },
  });
});
