import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { makePage, settled } from '../../page.js';
import { fakePanePage } from './fake-pane-page.js';

makePage();
const { Broadcast } = await import('../../../../static/js/features/tmux/broadcast.js');

const pane = (number) => ({ pane: number, command: 'sh', title: '', dead: false });

function broadcastOf(...numbers) {
  const page = fakePanePage();
  const window = { panes: numbers.map(pane) };
  Object.assign(page.panes.screen, { window, windows: [window] });
  return { page, broadcast: new Broadcast(page) };
}

async function start({ broadcast }, without = []) {
  const done = broadcast.toggle();
  await settled();
  for (const number of without) document.querySelector(`[name=pane${number}]`).checked = false;
  document.querySelector('dialog form').requestSubmit();
  await settled();
  return done;
}

beforeEach(() => {
  document.body.replaceChildren();
});

test('what is typed in a chosen pane goes to all chosen ones', async () => {
  const made = broadcastOf(5, 6, 7);
  await start(made, [7]);
  assert.deepEqual(made.broadcast.targets(5), [5, 6]);
  assert.deepEqual(made.broadcast.targets(7), [7]);
  assert.match(document.querySelector('.broadcast-chip').textContent, /Typing in 2 panes/);
});

test('the button stops it', async () => {
  const made = broadcastOf(5, 6);
  await start(made);
  document.querySelector('.broadcast-chip button').click();
  assert.deepEqual(made.broadcast.targets(5), [5]);
  assert.equal(document.querySelector('.broadcast-chip'), null);
});

test('a pane that is gone gets nothing, and one pane alone is no broadcast', async () => {
  const made = broadcastOf(5, 6, 7);
  await start(made);
  made.page.panes.screen.windows = [{ panes: [pane(5), pane(7)] }];
  made.page.events.emit('pane-layout', null);
  assert.deepEqual(made.broadcast.targets(5), [5, 7]);
  made.page.panes.screen.windows = [{ panes: [pane(5)] }];
  made.page.events.emit('pane-layout', null);
  assert.deepEqual(made.broadcast.targets(5), [5]);
});

test('one pane is too few', async () => {
  const { broadcast } = broadcastOf(5);
  await broadcast.toggle();
  assert.equal(document.querySelector('dialog'), null);
});
