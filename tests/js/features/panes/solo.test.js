import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { makePage } from '../../page.js';

makePage('<div id="stage"><div id="frame"></div></div><div id="layer"></div>');
const { Swipe, installSolo } = await import('../../../../static/js/features/panes/solo.js');

const ALL = { left: true, right: true };
const swiped = ({ from = 200, to, edges = ALL, at = 200, dy = 0 }) => {
  const swipe = new Swipe();
  swipe.down({ x: from, y: 100, at: 0, width: 400 }, edges);
  return swipe.up({ x: to, y: 100 + dy, at });
};

test('a swipe to the left shows the next pane, to the right the one before', () => {
  assert.deepEqual([swiped({ to: 100 }), swiped({ to: 300 })], [1, -1]);
  assert.deepEqual(
    [swiped({ to: 150 }), swiped({ to: 100, dy: 80 }), swiped({ to: 100, at: 2000 })],
    [0, 0, 0],
  );
});

test('an enlarged pane is moved first, and the edge of the screen is the browser’s', () => {
  assert.equal(swiped({ to: 100, edges: { left: true, right: false } }), 0);
  assert.equal(swiped({ to: 300, edges: { left: true, right: false } }), -1);
  assert.equal(swiped({ from: 5, to: 200 }), 0);
});

test('two fingers are no swipe of one', () => {
  const swipe = new Swipe();
  for (const x of [200, 220]) swipe.down({ x, y: 100, at: 0, width: 400 }, ALL);
  assert.deepEqual([swipe.up({ x: 100, y: 100, at: 100 }), swipe.up({ x: 120, y: 100, at: 100 })], [0, 0]);
  swipe.down({ x: 200, y: 100, at: 200, width: 400 }, ALL);
  swipe.cancel();
  assert.equal(swipe.up({ x: 100, y: 100, at: 300 }), 0);
});

const pane = (number, left, title = '') => ({ pane: number, left, top: 0, cols: 20, rows: 10, title });

let page;
let log;
beforeEach(() => {
  const layer = document.querySelector('#layer');
  layer.replaceChildren();
  log = [];
  const screen = {
    focused: 1,
    window: { zoomed: false, panes: [pane(2, 21, 'logs'), pane(1, 0)] },
    setSolo: (on) => log.push(['solo', on]),
    focusPane: (number) => {
      screen.focused = number;
      page.shown();
    },
  };
  const listeners = [];
  page = {
    panes: { screen },
    layer,
    actions: { register: (_id, run) => (page.toggle = run) },
    events: { on: (_name, listener) => listeners.push(listener), emit: (...event) => log.push(event) },
    shown: () => listeners.forEach((listener) => listener()),
    say: () => {},
    focus: () => {},
  };
  installSolo(page);
});

const dots = () =>
  [...page.layer.querySelectorAll('.solo-dot')].map((dot) => [
    dot.getAttribute('aria-label'),
    dot.getAttribute('aria-current'),
  ]);

test('solo shows a dot for each pane in their order, and leaves by a button', () => {
  const bar = page.layer.querySelector('.solo-bar');
  assert.ok(bar.hidden);
  page.toggle();
  assert.ok(!bar.hidden);
  assert.deepEqual(dots(), [
    ['Pane 1 of 2', 'true'],
    ['Pane 2 of 2, logs', null],
  ]);
  page.layer.querySelectorAll('.solo-dot')[1].click();
  assert.equal(page.panes.screen.focused, 2);
  assert.deepEqual(
    dots().map(([, now]) => now),
    [null, 'true'],
  );
  page.layer.querySelector('.solo-leave').click();
  assert.ok(bar.hidden);
  assert.deepEqual(
    log.filter(([name]) => name === 'solo'),
    [
      ['solo', true],
      ['solo', false],
    ],
  );
});

test('a window with one pane has no dots', () => {
  page.toggle();
  page.panes.screen.window.panes.pop();
  page.shown();
  assert.ok(page.layer.querySelector('.solo-bar').hidden);
  assert.equal(dots().length, 1);
});

test('a swipe on the terminal shows the next pane, and the last one has none', () => {
  page.toggle();
  const stage = document.querySelector('#stage');
  const finger = (type, clientX) =>
    stage.dispatchEvent(new window.PointerEvent(type, { pointerType: 'touch', clientX, clientY: 50 }));
  for (const focused of [2, 2]) {
    finger('pointerdown', 300);
    finger('pointerup', 100);
    assert.equal(page.panes.screen.focused, focused);
  }
});
