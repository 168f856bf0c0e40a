import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage();
const { Disposables } = await import('../../../../static/js/lib/disposables.js');
const { PaneRenderer } = await import('../../../../static/js/terminal/native/pane-renderer.js');

/** A terminal whose renderer is written on its element. */
function makePane() {
  const disposables = new Disposables();
  const element = document.createElement('div');
  const terminal = {
    element,
    rows: 2,
    registerCharacterJoiner: () => {},
    refresh: () => {},
    onRender: () => ({ dispose() {} }),
  };
  return { extend: (install) => install(terminal, disposables), disposables, element };
}

/** A renderer with a card that fails on demand. */
function makeRenderer({ fails = false, card = true } = {}) {
  const addons = [];
  const load = async () => {
    if (fails) throw new Error('no context');
    const addon = {
      live: true,
      onContextLoss: (lost) => (addon.lose = lost),
      dispose: () => (addon.live = false),
    };
    addons.push(addon);
    return addon;
  };
  const renderer = new PaneRenderer({ card, load });
  const panes = [makePane(), makePane()];
  for (const pane of panes) renderer.prepare(pane);
  return { renderer, panes, contexts: () => addons.filter(({ live }) => live).length, addons };
}

const kinds = (panes) => panes.map(({ element }) => element.dataset.renderer);
const focus = async (renderer, pane, t) => {
  renderer.focus(pane);
  t.mock.timers.tick(300);
  await Promise.resolve().then(() => Promise.resolve());
  await Promise.resolve();
};

test('only the pane that has the focus is drawn by WebGL', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { renderer, panes, contexts } = makeRenderer();
  assert.deepEqual(kinds(panes), ['dom', 'dom']);
  await focus(renderer, panes[0], t);
  assert.deepEqual([kinds(panes), contexts()], [['webgl', 'dom'], 1]);
  renderer.focus(panes[1]);
  await focus(renderer, panes[0], t);
  await focus(renderer, panes[1], t);
  assert.deepEqual([kinds(panes), contexts()], [['dom', 'webgl'], 1]);
});

test('a terminal that ends, or loses its context, has none', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { renderer, panes, contexts, addons } = makeRenderer();
  await focus(renderer, panes[0], t);
  addons[0].lose();
  assert.deepEqual([kinds(panes), contexts()], [['dom', 'dom'], 0]);
  await focus(renderer, panes[1], t);
  panes[1].disposables.dispose();
  assert.equal(contexts(), 0);
  await focus(renderer, panes[1], t);
  assert.equal(addons.length, 2);
});

test('without a card, or if WebGL fails, the DOM draws', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  t.mock.method(console, 'warn', () => {});
  for (const how of [{ card: false }, { fails: true }]) {
    const { renderer, panes } = makeRenderer(how);
    for (const pane of panes) await focus(renderer, pane, t);
    assert.deepEqual(kinds(panes), ['dom', 'dom']);
  }
});
