import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

import { Disposables } from '../../../../static/js/lib/disposables.js';
import { BLINK_MS, blinkCursor } from '../../../../static/js/terminal/render/dom-cursor.js';
import { makePage } from '../../page.js';

makePage();
const DRAWN = 'xterm-cursor xterm-cursor-blink xterm-cursor-block';
const SHOWN = 'xterm-cursor-block xterm-cursor';
const HIDDEN = 'xterm-cursor-block';
const sorted = (classes) => classes.split(' ').sort().join(' ');

/** A terminal of two rows; `draw` draws the cursor in the second one, as xterm.js does. */
function terminalWith(disposables) {
  const element = document.createElement('div');
  element.innerHTML = '<div class="xterm-rows"><div></div><div></div></div>';
  document.body.replaceChildren(element);
  let onRender = () => {};
  const terminal = {
    element,
    buffer: { active: { baseY: 7, cursorY: 0, viewportY: 6 } },
    onRender: (listener) => {
      onRender = listener;
      return { dispose: () => (onRender = () => {}) };
    },
  };
  blinkCursor(terminal, disposables);
  const row = element.querySelectorAll('.xterm-rows > div')[1];
  return {
    draw: (classes) => {
      row.innerHTML = `<span class="${classes}">x</span>`;
      onRender();
    },
    drawOthers: () => onRender(),
    get classes() {
      return sorted(row.firstChild.className);
    },
  };
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
});

test('the cursor blinks without an animation of xterm.js', () => {
  const screen = terminalWith(new Disposables());
  screen.draw(DRAWN);
  assert.equal(screen.classes, sorted(SHOWN));
  mock.timers.tick(BLINK_MS);
  assert.equal(screen.classes, sorted(HIDDEN));
  mock.timers.tick(BLINK_MS);
  assert.equal(screen.classes, sorted(SHOWN));
});

test('whatever is drawn shows the cursor, for the whole time', () => {
  const screen = terminalWith(new Disposables());
  screen.draw(DRAWN);
  mock.timers.tick(BLINK_MS);
  screen.drawOthers();
  assert.equal(screen.classes, sorted(SHOWN));
  mock.timers.tick(BLINK_MS - 1);
  screen.draw(DRAWN);
  mock.timers.tick(BLINK_MS - 1);
  assert.equal(screen.classes, sorted(SHOWN));
});

test('a cursor that xterm.js does not blink stays as it is', () => {
  const screen = terminalWith(new Disposables());
  screen.draw(DRAWN);
  const steady = 'xterm-cursor xterm-cursor-outline';
  screen.draw(steady);
  mock.timers.tick(BLINK_MS);
  assert.equal(screen.classes, sorted(steady));
});

test('it does not blink after the renderer has ended', () => {
  const disposables = new Disposables();
  const screen = terminalWith(disposables);
  screen.draw(DRAWN);
  mock.timers.tick(BLINK_MS);
  disposables.dispose();
  mock.timers.tick(BLINK_MS);
  assert.equal(screen.classes, sorted(SHOWN));
});
