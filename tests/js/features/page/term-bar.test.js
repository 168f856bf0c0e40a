import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

const IDS = ['name', 'window-title', 'read-only', 'rec', 'record', 'attach', 'ask-control', 'fit', 'size'];
const ELEMENTS = [...IDS, 'sized', 'latency', 'latency-text'].map((id) => `<button id="${id}"></button>`);
makePage(ELEMENTS.join(''), { role: 'operator' });
document.title = 'WebMux';
const { TermBar } = await import('../../../../static/js/features/page/term-bar.js');

const part = (id) => document.getElementById(id);
const barOf = (view = {}) => new TermBar('work', { mirror: false, guest: false, ...view });
const LAYOUT = { size: { cols: 80, rows: 24 }, owner: true, readOnly: false };

test('the tab has the title of the terminal, else that of the pane and the session', () => {
  const bar = barOf();
  assert.match(document.title, /work · WebMux$/);
  bar.paneTitle('vim');
  assert.match(document.title, /vim · work · WebMux$/);
  bar.windowTitle('mine');
  assert.match(document.title, /mine$/);
  assert.equal(part('window-title').textContent, 'vim');
});

test('the name of the session is not repeated as a title', () => {
  const bar = barOf();
  bar.windowTitle('work');
  assert.equal(part('window-title').textContent, '');
});

test('a mirror does not use the title of the terminal', () => {
  const bar = barOf({ mirror: true });
  bar.windowTitle('mine');
  assert.match(document.title, /work · WebMux$/);
});

test('the size can be taken if another viewer or a terminal outside set it', () => {
  const bar = barOf();
  const canTake = () => !part('fit').hidden && part('size').hidden;
  bar.layout(LAYOUT);
  assert.equal(canTake(), false);
  bar.layout({ ...LAYOUT, owner: false });
  assert.equal(canTake(), true);
  bar.layout({ ...LAYOUT, owner: false, readOnly: true });
  assert.equal(canTake(), false);
  bar.layout(LAYOUT);
  bar.terminals({ fits: false, window: {} });
  assert.equal(canTake(), true);
});

test('a viewer may ask for control once', () => {
  const bar = barOf();
  bar.role({ readOnly: true, asks: 'Ask to type' });
  assert.deepEqual([part('read-only').hidden, part('ask-control').hidden], [false, false]);
  bar.asked();
  assert.deepEqual([part('ask-control').disabled, part('ask-control').textContent], [true, 'Asked…']);
});
