import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import {
  THREE_PANE_WINDOW as WINDOW,
  paneAt as pane,
  withChanges as changed,
} from '../../fakes/pane-windows.js';
import { makePage } from '../../page.js';

makePage('<div id="stage"></div>');
Object.assign(globalThis, { HTMLButtonElement: window.HTMLButtonElement });
const { PaneGrid } = await import('../../../../static/js/features/panes/pane-grid.js');

let log;
let mayType;
let grid;

beforeEach(() => {
  log = [];
  mayType = true;
  document.body.innerHTML = '<div id="stage"></div>';
  grid = new PaneGrid(document.querySelector('#stage'), { onPress: (number) => log.push(['press', number]) });
  grid.serve({
    onMenu: (number) => log.push(['menu', number]),
    onRespawn: (number) => log.push(['respawn', number]),
    mayType: () => mayType,
    resize: async ({ pane: number }, at) => log.push(['resize', number, at]),
    even: () => log.push(['even']),
    leave: () => log.push(['leave']),
  });
});

const frame = (number) => document.querySelector(`[data-pane="${number}"]`);
const frames = () => [...document.querySelectorAll('.pane-frame')].map(({ dataset }) => Number(dataset.pane));
const dividers = () => [...document.querySelectorAll('.pane-divider')];
const style = (element, ...names) => names.map((name) => element.style.getPropertyValue(name));

test('each pane has a frame at its cells, and the grid has the size of the window', () => {
  grid.show(WINDOW);
  grid.setCell({ width: 9, height: 18 });
  assert.deepEqual(frames(), [1, 2, 3]);
  assert.deepEqual(style(frame(3), '--left', '--top', '--cols', '--rows'), ['41', '13', '39', '11']);
  assert.equal(frame(1).getAttribute('aria-label'), 'Pane 1: bash · work');
  assert.deepEqual(grid.natural, { width: 720, height: 432 });
  assert.deepEqual(grid.size, { cols: 80, rows: 24 });
});

test('a frame stays the same element while its pane lives, also while another window is shown', () => {
  grid.show(WINDOW);
  const host = grid.frameOf(1);
  grid.show({ ...WINDOW, id: '@2', panes: [pane(7, [0, 0, 80, 24])] });
  assert.deepEqual(frames(), [7]);
  grid.show(WINDOW);
  assert.equal(grid.frameOf(1), host);
  grid.remove(1);
  assert.deepEqual(frames(), [2, 3]);
  assert.notEqual(grid.frameOf(1), host);
});

test('a zoomed window shows its active pane alone, and solo any one at its own size', () => {
  grid.show({ ...changed({ 2: { left: 0, top: 0, cols: 80, rows: 24 } }), zoomed: true });
  assert.deepEqual([frames(), dividers().length], [[2], 0]);
  assert.ok(grid.element.classList.contains('is-alone'));
  grid.setSolo(3);
  grid.show(WINDOW);
  assert.deepEqual([frames(), grid.size], [[3], { cols: 39, rows: 11 }]);
  assert.deepEqual(style(frame(3), '--left', '--top'), ['0', '0']);
  grid.setSolo(null);
  grid.show(WINDOW);
  assert.deepEqual([frames().length, dividers().length], [3, 2]);
});

test('the title is in the row that tmux reserves for it', () => {
  grid.show({ ...WINDOW, border: 'top' });
  assert.ok(frame(1).classList.contains('has-title'));
  assert.deepEqual(style(grid.titleOf(3), '--row'), ['-1']);
  grid.show({ ...WINDOW, border: 'bottom' });
  assert.deepEqual(style(grid.titleOf(3), '--row'), ['11']);
  grid.show(WINDOW);
  assert.ok(!frame(1).classList.contains('has-title'));
});

test('the pane with the focus is marked, and a press tells which pane it was', () => {
  grid.show(WINDOW);
  grid.setFocus(2);
  assert.deepEqual(
    [1, 2, 3].map((number) => frame(number).classList.contains('is-focused')),
    [false, true, false],
  );
  frame(3).dispatchEvent(new window.PointerEvent('pointerdown', { bubbles: true }));
  assert.deepEqual(log, [['press', 3]]);
});
