import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyTables, PrefixState } from '../../../../static/js/features/tmux/prefix-state.js';

const REPLY = {
  prefix: 'C-b',
  prefix2: 'M-a',
  repeat_ms: 500,
  tables: {
    prefix: [
      { key: 'c', kind: 'done', note: 'Create a new window' },
      { key: 'C-b', kind: 'prefix' },
      { key: 'Up', repeat: true },
      { key: 'Down', repeat: true },
      { key: '%', commands: 'split-window -h' },
      { key: 'r', table: 'resize' },
    ],
    root: [{ key: 'M-Left' }],
    resize: [{ key: 'h', repeat: true }, { key: 'q' }],
  },
};

function machine(more = {}) {
  const clock = { now: 0 };
  const state = new PrefixState(new KeyTables({ ...REPLY, ...more }), () => clock.now);
  return { state, clock, press: (...names) => state.press(names) };
}

test('keys without a prefix are not tmux’s, except those of the root table', () => {
  const { state, press } = machine();
  assert.deepEqual(press('c'), { act: 'pass' });
  assert.equal(press('M-Left').act, 'run');
  assert.equal(state.waiting, '');
});

test('the key after the prefix runs its binding, once', () => {
  const { state, press } = machine();
  assert.deepEqual(press('C-b'), { act: 'wait' });
  assert.equal(state.waiting, 'prefix');
  const found = press('c');
  assert.deepEqual([found.act, found.table, found.binding.name], ['run', 'prefix', 'c']);
  assert.deepEqual(press('c'), { act: 'pass' });
});

test('the second prefix works, and the prefix twice is a binding', () => {
  const { press } = machine();
  assert.deepEqual(press('M-a'), { act: 'wait' });
  assert.equal(press('C-b').binding.kind, 'prefix');
});

test('a key without a binding is dropped and ends the wait', () => {
  const { state, press } = machine();
  press('C-b');
  assert.deepEqual(press('y'), { act: 'drop', table: 'prefix', key: 'y' });
  assert.equal(state.waiting, '');
});

test('modifiers alone change nothing', () => {
  const { state, press } = machine();
  press('C-b');
  assert.deepEqual(press(), { act: 'pass' });
  assert.equal(state.waiting, 'prefix');
});

test('a repeating key needs no prefix until the repeat time is over', () => {
  const { state, clock, press } = machine();
  press('C-b');
  press('Up');
  assert.ok(state.repeating);
  clock.now = 499;
  assert.equal(press('Down').act, 'run');
  clock.now = 999;
  assert.deepEqual(press('Up'), { act: 'pass' });
  assert.equal(state.waiting, '');
});

test('while a key repeats, another one means what it means without the prefix', () => {
  const { press } = machine();
  press('C-b');
  press('Up');
  assert.deepEqual(press('c'), { act: 'pass' });
  press('C-b');
  press('Up');
  assert.deepEqual(press('C-b'), { act: 'wait' }, 'the prefix waits again');
});

test('a repeat time of zero repeats nothing', () => {
  const { state, press } = machine({ repeat_ms: 0 });
  press('C-b');
  press('Up');
  assert.equal(state.waiting, '');
});

test('a binding can select another table', () => {
  const { state, press } = machine();
  press('C-b');
  press('r');
  assert.equal(state.waiting, 'resize');
  assert.equal(press('h').table, 'resize');
  assert.equal(press('h').act, 'run');
  assert.deepEqual(state.path, ['C-b', 'r', 'h'], 'what a client of tmux must get to be there too');
  assert.equal(press('x').act, 'pass');
  press('M-Left');
  assert.deepEqual(state.path, ['M-Left']);
});

test('a binding has its note, or its commands', () => {
  const notes = new KeyTables(REPLY).of('prefix').map(({ note }) => note);
  assert.deepEqual(notes.slice(0, 5), ['Create a new window', '', '', '', 'split-window -h']);
});

test('the prefix times out if tmux says so', () => {
  const { clock, press } = machine({ prefix_ms: 1000 });
  press('C-b');
  clock.now = 1000;
  assert.deepEqual(press('c'), { act: 'pass' });
});

test('names are compared in one form, and other names of a key count', () => {
  const prefix = ['PageUp', 'S-C-x', 'C-@', 'c'].map((key) => ({ key }));
  const tables = { prefix, mine: [{ key: 'Any' }] };
  const { state, press } = machine({ tables });
  for (const names of [['PPage'], ['C-S-x'], ['C-Space'], ['с', 'c']]) {
    press('C-b');
    assert.equal(press(...names).act, 'run', names[0]);
  }
  state.select('mine');
  assert.equal(press('y').binding.name, 'Any');
});

test('new tables count from the next key on', () => {
  const { state, press } = machine();
  state.use(new KeyTables({ ...REPLY, prefix: 'C-a' }));
  assert.equal(press('C-b').act, 'pass');
  assert.equal(press('C-a').act, 'wait');
  assert.equal(new KeyTables(REPLY).of('resize').length, 2);
});

test('before the tables are there, tmux is asked about each key after its default prefix', () => {
  const state = new PrefixState(new KeyTables(), () => 0);
  assert.equal(state.press(['c']).act, 'pass');
  assert.equal(state.press(['C-b']).act, 'wait');
  assert.deepEqual(state.press(['%']).binding, {
    ...{ name: '%', kind: 'done', form: '', repeat: false, table: '', note: '' },
  });
  assert.equal(state.waiting, '');
});
