import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { THREE_PANE_WINDOW as WINDOW, withChanges as changed } from '../../fakes/pane-windows.js';
import { makePage, pressKey, settled } from '../../page.js';

makePage('<div id="stage"></div>');
Object.assign(globalThis, { HTMLButtonElement: window.HTMLButtonElement });
const { PaneDividers } = await import('../../../../static/js/features/panes/pane-dividers.js');

let log;
let mayType;
let root;
let dividers;

beforeEach(() => {
  [log, mayType] = [[], true];
  document.body.innerHTML = '<div id="root"></div>';
  root = document.querySelector('#root');
  dividers = new PaneDividers(root, {
    mayType: () => mayType,
    resize: async ({ pane: number }, at) => log.push(['resize', number, at]),
    even: () => log.push(['even']),
    leave: () => log.push(['leave']),
  });
});

const show = (window) => {
  dividers.show(window.panes, window);
  return document.querySelectorAll('.pane-divider');
};
const style = (element, ...names) => names.map((name) => element.style.getPropertyValue(name));

test('the arrow keys move a divider by a cell, and it says where it is', async () => {
  const [sideways] = show(WINDOW);
  assert.deepEqual(
    ['role', 'aria-orientation', 'aria-valuenow', 'aria-valuemin', 'aria-valuemax', 'tabindex'].map((name) =>
      sideways.getAttribute(name),
    ),
    ['separator', 'vertical', '40', '1', '78', '0'],
  );
  pressKey(sideways, 'ArrowRight');
  assert.ok(!pressKey(sideways, 'ArrowUp').defaultPrevented, 'it moves sideways only');
  assert.equal(sideways.getAttribute('aria-valuenow'), '41');
  sideways.dispatchEvent(new window.Event('keyup'));
  assert.deepEqual(log, [['resize', 1, 41]]);
  pressKey(sideways, 'Enter');
  pressKey(sideways, 'Escape');
  assert.deepEqual(log.slice(1), [['even'], ['leave']]);
  await settled();
});

test('a dragged divider is drawn at the pointer, whatever tmux has answered', () => {
  const [sideways] = show(WINDOW);
  root.getBoundingClientRect = () => ({ left: 0, top: 0, width: 800, height: 480 });
  let captured = null;
  sideways.setPointerCapture = (id) => (captured = id);
  sideways.hasPointerCapture = (id) => id === captured;
  const send = (type, clientX) =>
    sideways.dispatchEvent(new window.PointerEvent(type, { clientX, button: 0, pointerId: 3 }));
  send('pointerdown', 402);
  send('pointermove', 432);
  assert.deepEqual(style(sideways, '--at'), ['43']);
  show(changed({ 1: { cols: 41 }, 2: { left: 42, cols: 38 }, 3: { left: 42, cols: 38 } }));
  assert.deepEqual(style(sideways, '--at'), ['43']);
  send('pointermove', 9999);
  assert.deepEqual(style(sideways, '--at'), ['78']);
  assert.deepEqual(log, [['resize', 1, 43]]);
});

test('a viewer cannot move dividers', () => {
  mayType = false;
  const [sideways] = show(WINDOW);
  assert.equal(sideways.getAttribute('tabindex'), null);
  pressKey(sideways, 'ArrowRight');
  sideways.dispatchEvent(new window.MouseEvent('dblclick'));
  assert.deepEqual(log, []);
});
