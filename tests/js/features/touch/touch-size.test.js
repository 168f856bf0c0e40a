import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage('<div id="layer"></div><div id="terminal" data-view="terminal"></div>');
const { Emitter } = await import('../../../../static/js/lib/emitter.js');
const { installTouchSize } = await import('../../../../static/js/features/touch/touch-size.js');

test('the size can be taken from another viewer, and given back if there is one', () => {
  let mayType = true;
  const page = { events: new Emitter([]), layer: document.querySelector('#layer'), mayType: () => mayType };
  const giveButton = document.createElement('button');
  installTouchSize(page, { zoomPan: { layout: () => {} }, giveButton });
  const shown = () => [!document.querySelector('.touch-fit').hidden, !giveButton.hidden];
  page.events.emit('layout', { owner: true });
  assert.deepEqual(shown(), [false, false]);
  page.events.emit('presence', { viewers: 2 });
  assert.deepEqual(shown(), [false, true]);
  page.events.emit('layout', { owner: false });
  assert.deepEqual(shown(), [true, false]);
  mayType = false;
  page.events.emit('role', false);
  assert.deepEqual(shown(), [false, false]);
});

test('the next pane of solo starts at its left edge, whatever part of the one before was enlarged', () => {
  const page = { events: new Emitter([]), layer: document.querySelector('#layer'), mayType: () => true };
  let restarts = 0;
  const zoomPan = { layout: () => {}, restart: () => (restarts += 1) };
  page.panes = { screen: { shown: [1] } };
  installTouchSize(page, { zoomPan, giveButton: document.createElement('button') });
  page.events.emit('pane-focus', 1);
  assert.equal(restarts, 0, 'all panes are shown: the view stays');
  page.events.emit('pane-solo', true);
  page.events.emit('pane-focus', 2);
  assert.equal(restarts, 1);
});

test('a user who asks for all panes sees them all, however small', () => {
  const screen = { shown: [1, 2, 3] };
  const page = { events: new Emitter([]), layer: document.querySelector('#layer'), mayType: () => true };
  page.panes = { screen };
  const zoomPan = { layout: () => {}, restart: () => {} };
  installTouchSize(page, { zoomPan, giveButton: document.createElement('button') });
  page.events.emit('pane-solo', true);
  assert.equal(zoomPan.readable, true);
  page.events.emit('pane-solo', false);
  assert.equal(zoomPan.readable, false);
  screen.shown = [1];
  page.events.emit('pane-solo', false);
  assert.equal(zoomPan.readable, true, 'one pane is there, and it is wide');
});
