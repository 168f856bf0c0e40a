import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { makePage, pressKey } from '../../page.js';

makePage(`
  <header class="term-bar"><nav class="tabs"><ul>
    <li data-window="@1"><b></b></li><li data-window="@2"><b></b></li></ul><i></i></nav></header>
  <div id="grid">
    <div class="pane-frame" data-pane="5"><div class="pane-title"><span></span><button></button></div></div>
    <div class="pane-frame" data-pane="6"><div class="pane-title"></div><p></p></div></div>`);
const { dropOn, installTitleDrag } = await import('../../../../static/js/features/panes/title-drag.js');

const WINDOWS = [
  { id: '@1', index: 0, name: 'one' },
  { id: '@2', index: 1, name: 'two' },
];
const at = (selector) => document.querySelector(selector);
const drop = (selector) => {
  const found = dropOn(selector && at(selector), 5, { windows: WINDOWS, window: '@1' });
  return found && [found.command, found.args];
};

let log;
let under;
let canMove;
installTitleDrag(at('#grid'), {
  canMove: () => canMove,
  find: (target, pane) => dropOn(target, pane, { windows: WINDOWS, window: '@1' }),
  onDrop: ({ command, args }) => log.push([command, args]),
});
at('.pane-title').setPointerCapture = () => {};
document.elementFromPoint = () => under;

beforeEach(() => {
  [log, under, canMove] = [[], null, true];
});

const send = (type, x, selector = '.pane-title span') =>
  at(selector).dispatchEvent(
    new window.PointerEvent(type, { clientX: x, clientY: 0, button: 0, bubbles: true, cancelable: true }),
  );

test('the place decides what a drop does', () => {
  assert.deepEqual(drop('[data-pane="6"] p'), ['swap', { pane: 5, with: 6 }]);
  assert.deepEqual(drop('[data-window="@2"] b'), ['join', { pane: 5, window: '@2' }]);
  assert.deepEqual(drop('[data-window="@1"] b'), ['break', { pane: 5 }]);
  assert.deepEqual(drop('.tabs i'), ['break', { pane: 5 }]);
  assert.deepEqual([drop('[data-pane="5"]'), drop('.term-bar'), drop(null)], [null, null, null]);
});

test('a title dropped on another pane swaps the two', () => {
  send('pointerdown', 10);
  under = at('[data-pane="6"] p');
  send('pointermove', 40);
  assert.ok(at('[data-pane="6"]').classList.contains('is-drop-target'));
  assert.equal(at('.pane-drag-label').textContent, 'Swap the two panes');
  send('pointerup', 40);
  assert.deepEqual(log, [['swap', { pane: 5, with: 6 }]]);
  assert.equal(at('.pane-drag-label') ?? at('.is-drop-target'), null);
});

test('a click, Escape, a button and a viewer move nothing', () => {
  under = at('[data-pane="6"]');
  send('pointerdown', 10);
  send('pointermove', 12);
  send('pointerup', 12);
  send('pointerdown', 10);
  send('pointermove', 40);
  pressKey(document.body, 'Escape');
  send('pointerup', 40);
  send('pointerdown', 10, '.pane-title button');
  send('pointermove', 40);
  send('pointerup', 40);
  canMove = false;
  send('pointerdown', 10);
  send('pointermove', 40);
  send('pointerup', 40);
  assert.deepEqual(log, []);
  assert.equal(at('.pane-drag-label'), null);
});
