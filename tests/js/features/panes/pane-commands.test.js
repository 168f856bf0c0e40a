import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { THREE_PANES as PANES } from '../../fakes/pane-windows.js';
import { makePage, settled } from '../../page.js';

makePage('<p id="live"></p>');
const { PaneCommands, registerPaneCommands, resizeTo } = await import(
  '../../../../static/js/features/panes/pane-commands.js'
);

let log;
let screen;
let page;

beforeEach(() => {
  const registered = new Map();
  const listeners = new Map();
  log = [];
  screen = {
    focused: 1,
    window: { id: '@1', panes: PANES },
    focusPane: (number) => {
      screen.focused = number;
      listeners.get('pane-focus')(number);
    },
  };
  page = {
    windows: [{ id: '@1', index: 0, name: 'one' }],
    panes: { screen, command: async (name, args) => void log.push([name, args]) },
    events: { on: (name, listener) => listeners.set(name, listener) },
    actions: { register: (id, run) => registered.set(id, run) },
    focus: () => log.push(['focus']),
    say: (text) => log.push(['say', text]),
    run: (id) => registered.get(id)(),
  };
  registerPaneCommands(page, new PaneCommands(page));
});

test('an action names the pane that has the focus here', async () => {
  await page.run('pane.splitRight');
  screen.focused = 3;
  await page.run('pane.zoom');
  await page.run('pane.even');
  assert.deepEqual(
    log.filter(([name]) => name !== 'focus'),
    [
      ['split', { pane: 1, direction: 'right' }],
      ['zoom', { pane: 3 }],
      ['layout', { window: '@1', name: 'even' }],
    ],
  );
});

test('the focus moves to the pane beside, and back to the one used last', () => {
  for (const way of ['right', 'down', 'left', 'right']) page.run(`pane.${way}`);
  assert.equal(screen.focused, 3);
  screen.window.panes = [PANES[0]];
  screen.focused = 1;
  page.run('pane.up');
  assert.deepEqual(log, [['say', 'There is only one pane.']]);
  screen.window.panes = PANES;
});

test('keys move the border beside the pane, within the window', async () => {
  screen.focused = 3;
  page.run('pane.resizeUp');
  await settled();
  assert.deepEqual(log, [['resize-pane', { pane: 2, rows: 10 }]]);
  log.length = 0;
  await resizeTo(page, { axis: 'x', pane: 9, start: 11, least: 1, most: 60 }, 5);
  await resizeTo(page, { axis: 'x', pane: 9, start: 11, least: 1, most: 60 }, 99);
  const { left } = screen.window.panes.find(({ pane }) => pane === 2);
  await resizeTo(page, { axis: 'x', pane: 2, start: left + 5, least: 1, most: 90 }, 80);
  assert.deepEqual(
    log.map(([, { cols }]) => cols),
    [1, 49, 80 - left],
  );
});

test('swap takes the next pane, and synchronize turns off what is on', async () => {
  screen.focused = 3;
  await page.run('pane.swap');
  await page.run('pane.synchronize');
  screen.window.panes = PANES.map((one) => ({ ...one, sync: true }));
  await page.run('pane.synchronize');
  assert.deepEqual(
    log.filter(([name]) => name !== 'focus'),
    [
      ['swap', { pane: 3, with: 1 }],
      ['synchronize', { window: '@1', on: true }],
      ['synchronize', { window: '@1', on: false }],
    ],
  );
  screen.window.panes = PANES;
});

test('a dead pane closes and starts again without a question', async () => {
  screen.window.panes = [{ ...PANES[0], dead: true }];
  await page.run('pane.respawn');
  await page.run('pane.close');
  assert.deepEqual(
    log.filter(([name]) => name !== 'focus'),
    [
      ['respawn', { pane: 1 }],
      ['kill', { pane: 1 }],
    ],
  );
  screen.window.panes = PANES;
});

test('a pane cannot move to another window if there is none', async () => {
  await page.run('pane.join');
  assert.deepEqual(log, [['say', 'There is only one window.']]);
});
