import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage();
const { Disposables } = await import('../../../../static/js/lib/disposables.js');
const { ImageGate } = await import('../../../../static/js/terminal/native/image-gate.js');

/** A parser that asks its handlers as xterm.js does: the last one first, until one returns true. */
function makeTerminal() {
  const disposables = new Disposables();
  const lists = { dcs: [], osc: [] };
  const register = (list) => (_id, handler) => {
    list.push(handler);
    return { dispose: () => list.splice(list.indexOf(handler), 1) };
  };
  const parser = { registerDcsHandler: register(lists.dcs), registerOscHandler: register(lists.osc) };
  const ask = async (list, ...args) => {
    for (const handler of [...list].reverse()) if (await handler(...args)) return true;
    return false;
  };
  return {
    ...{ disposables, parser },
    sixel: (data) => ask(lists.dcs, data, [0]),
    osc: (text) => ask(lists.osc, text),
    dispose: () => disposables.dispose(),
  };
}

/** A gate, what was drawn with it, and how many parts for images live. */
function makeGate({ fails = false } = {}) {
  const drawn = [];
  const counts = { loads: 0, live: 0 };
  const load = async () => {
    counts.loads += 1;
    if (fails) throw new Error('no decoder');
    counts.live += 1;
    const drawSixel = (data) => drawn.push(`sixel ${data}`) > 0;
    const drawFile = async (text) => drawn.push(text) > 0;
    return { ready: async () => {}, drawSixel, drawFile, dispose: () => (counts.live -= 1) };
  };
  const gate = new ImageGate({ load });
  const terminal = makeTerminal();
  gate.watch(terminal, terminal.disposables);
  return { gate, terminal, drawn, counts };
}

test('the first image loads the part that draws it, and is not lost', async () => {
  const { terminal, drawn, counts } = makeGate();
  assert.equal(counts.loads, 0);
  assert.equal(await terminal.sixel('~~'), true);
  assert.deepEqual([drawn, counts.loads], [['sixel ~~'], 1]);
  // From now on the add-on has handlers of its own.
  assert.deepEqual([await terminal.sixel('~~'), await terminal.osc('File=:AAAA')], [false, false]);
  assert.equal(drawn.length, 1);
});

test('files come whole or in parts; other texts of OSC 1337 load nothing', async () => {
  const { terminal, drawn, counts } = makeGate();
  assert.equal(await terminal.osc('CurrentDir=/'), false);
  assert.equal(await terminal.osc('MultipartFile=size=3'), true);
  assert.equal(await terminal.osc('FilePart=Zm9v'), true);
  assert.equal(counts.loads, 0);
  assert.equal(await terminal.osc('FileEnd'), true);
  for (const text of ['MultipartFile=size=1', 'FilePart=AA==', 'FileEnd']) await terminal.osc(text);
  assert.deepEqual([drawn, counts.loads], [['File=size=3:Zm9v', 'File=size=1:AA=='], 1]);
});

test('images that are turned off are dropped, and drawn again after that', async () => {
  const { gate, terminal, drawn, counts } = makeGate();
  await terminal.sixel('1');
  gate.turn(false);
  assert.equal(counts.live, 0);
  assert.deepEqual([await terminal.sixel('2'), await terminal.osc('File=:AAAA')], [false, false]);
  gate.turn(true);
  await terminal.osc('File=:BBBB');
  assert.deepEqual([drawn, counts.live], [['sixel 1', 'File=:BBBB'], 1]);
});

test('a pane that ends drops its images, also if it ends while the part loads', async () => {
  const { terminal, drawn, counts } = makeGate();
  await terminal.sixel('1');
  terminal.dispose();
  assert.equal(counts.live, 0);

  const other = makeGate();
  const drawing = other.terminal.sixel('1');
  other.terminal.dispose();
  assert.equal(await drawing, true);
  assert.deepEqual([drawn.length, other.drawn, other.counts.live], [1, [], 0]);
});

test('output goes on if the part cannot be loaded, or takes too long', async (t) => {
  t.mock.method(console, 'warn', () => {});
  const { terminal, counts } = makeGate({ fails: true });
  assert.equal(await terminal.sixel('1'), true);
  assert.equal(await terminal.osc('File=:AAAA'), true);
  assert.equal(counts.loads, 1);

  t.mock.timers.enable({ apis: ['setTimeout'] });
  const slow = makeTerminal();
  new ImageGate({ load: () => new Promise(() => {}) }).watch(slow, slow.disposables);
  const drawing = slow.sixel('1');
  t.mock.timers.tick(4000);
  assert.equal(await drawing, true);
});
