import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  InputLog,
  UNCONFIRMED_MAX_BYTES,
  LEAVE_MODE,
  SENT_MAX_BYTES,
} from '../../../static/js/net/input-log.js';
import { fakeStorage } from '../fakes/storage.js';
import { saveInput, takeStoredInput } from '../../../static/js/net/input-store.js';

const bytes = (text) => new TextEncoder().encode(text);
const text = (data) => new TextDecoder().decode(data);
const sent = (log, max = 1000) =>
  log.unsent(max).map(({ offset, flags, bytes: data }) => [offset, flags, text(data)]);

function logOf(...typed) {
  const log = new InputLog();
  for (const one of typed) log.append(bytes(one));
  return log;
}

test('what is typed is sent once, and again from what was taken after a resume', () => {
  const log = logOf('ab', 'cd');
  assert.deepEqual(sent(log), [[0, 0, 'abcd']]);
  assert.deepEqual(sent(log), []);
  log.confirm(3);
  log.append(bytes('e'));
  assert.deepEqual(sent(log), [[4, 0, 'e']]);
  log.resume(3);
  assert.deepEqual(sent(log), [[3, 0, 'de']]);
  log.confirm(5);
  assert.deepEqual([log.unconfirmed, log.taken], [0, 5]);
});

test('a mode is left before the first byte of a piece, and once', () => {
  const log = logOf('a');
  log.append(bytes('bc'), LEAVE_MODE);
  log.append(bytes('d'));
  assert.deepEqual(sent(log), [
    [0, 0, 'a'],
    [1, LEAVE_MODE, 'bcd'],
  ]);
  log.resume(1);
  assert.deepEqual(sent(log), [[1, LEAVE_MODE, 'bcd']]);
  log.resume(2);
  assert.deepEqual(sent(log), [[2, 0, 'cd']]);
});

test('messages are small, only so much is on its way, and only so much is kept', () => {
  const log = new InputLog();
  assert.equal(log.append(new Uint8Array(UNCONFIRMED_MAX_BYTES)), true);
  assert.equal(log.append(bytes('x')), false);
  const parts = log.unsent(50_000);
  assert.ok(parts.every(({ bytes: data }) => data.length <= 50_000));
  assert.equal(
    parts.reduce((sum, { bytes: data }) => sum + data.length, 0),
    SENT_MAX_BYTES,
  );
  log.confirm(1000);
  assert.deepEqual(
    log.unsent(50_000).map(({ offset, bytes: data }) => [offset, data.length]),
    [[SENT_MAX_BYTES, 1000]],
  );
});

test('strange confirmations are ignored', () => {
  const log = logOf('abc');
  log.confirm(9);
  assert.equal(log.taken, 0);
  log.confirm(2);
  log.confirm(1);
  assert.equal(log.taken, 2);
});

test('who waits for it hears that all was taken, or that it was given up', async () => {
  const log = logOf('ab');
  const first = log.allAccepted();
  log.append(bytes('c'));
  const all = log.allAccepted();
  log.confirm(2);
  assert.equal(await first, true);
  const held = log.withdraw();
  assert.equal(text(held.bytes), 'c');
  held.settle(false);
  assert.equal(await all, false);
  assert.equal(await log.allAccepted(), true);
});

test('a reload keeps it, in this tab and for this session, and asks where it is old', () => {
  const { items, place } = fakeStorage();
  const log = logOf('abc', 'd');
  log.append(bytes('e'), LEAVE_MODE);
  log.confirm(1);
  saveInput({ input: log, inputId: 'id', sessionName: 'work', undecided: [] }, place);
  assert.equal(takeStoredInput('other', place), null);
  const { id, log: again, fresh } = takeStoredInput('work', place);
  assert.deepEqual([id, fresh, again.taken], ['id', true, 1]);
  assert.deepEqual(sent(again), [
    [1, 0, 'bcd'],
    [4, LEAVE_MODE, 'e'],
  ]);
  assert.equal(takeStoredInput('work', place), null);
  saveInput({ input: log, inputId: 'id', sessionName: 'work', undecided: [] }, place);
  items.set('webmux.input.work', items.get('webmux.input.work').replace(/"at":\d+/, '"at":1'));
  assert.equal(takeStoredInput('work', place).fresh, false);
});

test('a reload keeps what the reader has been asked about', () => {
  const { items, place } = fakeStorage();
  saveInput({ input: new InputLog(), inputId: 'id', sessionName: 'work', undecided: [] }, place);
  assert.equal(items.size, 0);
  saveInput(
    {
      input: new InputLog(),
      inputId: 'id',
      sessionName: 'work',
      undecided: new Set([{ bytes: bytes('rm \u00e9') }]),
    },
    place,
  );
  const { undecided, log } = takeStoredInput('work', place);
  assert.deepEqual(
    [undecided.map((one) => new TextDecoder().decode(one)), log.unconfirmed],
    [['rm \u00e9'], 0],
  );
});

test('input of panes: typed bytes of one pane join, a paste and the name of a key stay apart', () => {
  const log = new InputLog();
  const of = (pane, kind) => ({ pane, kind });
  for (const [value, target] of [
    ...[
      ['a', of(5, 0)],
      ['b', of(5, 0)],
      ['c', of(6, 0)],
    ],
    ...[
      ['d', of(6, 1)],
      ['e', of(6, 1)],
      ['S-Enter', of(6, 2)],
      ['f', null],
      ['g', of(6, 0)],
    ],
  ])
    log.append(bytes(value), 0, target);
  const parts = log.unsent(100).map(({ offset, target, bytes: data }) => [offset, target, text(data)]);
  assert.deepEqual(parts, [
    [0, of(5, 0), 'ab'],
    [2, of(6, 0), 'c'],
    [3, of(6, 1), 'd'],
    [4, of(6, 1), 'e'],
    [5, of(6, 2), 'S-Enter'],
    [12, null, 'f'],
    [13, of(6, 0), 'g'],
  ]);
});

test('a paste into a pane is cut at the size of a message only, and keeps its pane', () => {
  const target = { pane: 5, kind: 1 };
  const log = new InputLog();
  log.append(bytes('key'), 0, { pane: 5, kind: 0 });
  log.append(new Uint8Array(200_000), 0, target);
  const sizes = () => log.unsent(50_000).map(({ offset, bytes: data }) => [offset, data.length]);
  const first = sizes();
  assert.deepEqual(first, [
    [0, 3],
    [3, 50_000],
    [50_003, 50_000],
  ]);
  log.confirm(50_003);
  assert.deepEqual(sizes(), [[100_003, 50_000]]);
  log.confirm(70_000);
  assert.deepEqual(log.pieces[0].target, target);
});

test('a reload keeps the pane of input', () => {
  const { place } = fakeStorage();
  const log = new InputLog();
  log.append(bytes('a'), 0, { pane: 5, kind: 1 });
  log.append(bytes('b'));
  saveInput({ input: log, inputId: 'id', sessionName: 'work', undecided: [] }, place);
  const { log: again } = takeStoredInput('work', place);
  assert.deepEqual(
    again.pieces.map(({ target }) => target),
    [{ pane: 5, kind: 1 }, null],
  );
});

test('refused input is withdrawn, what was before it is accepted, and the rest goes on', async () => {
  const of = (kind) => ({ pane: 5, kind });
  const log = new InputLog();
  log.append(bytes('ab'), 0, of(0));
  const before = log.allAccepted();
  log.append(bytes('cd'), 0, of(0));
  log.append(bytes('Home'), 0, of(2));
  const refused = log.allAccepted();
  log.append(bytes('ef'), 0, { pane: 6, kind: 0 });
  log.unsent(100);
  const withdrawn = log.refuse({ offset: 2, count: 6 });
  assert.deepEqual([text(withdrawn.bytes), withdrawn.pasted], ['cd', false]);
  assert.deepEqual([log.taken, log.unconfirmed, await before], [8, 2, true]);
  withdrawn.settle(false);
  assert.equal(await refused, false);
  assert.equal(log.refuse({ offset: 2, count: 6 }), null, 'it was reported before');
  assert.equal(log.refuse({ offset: 8, count: 9 }), null, 'it was never typed here');
  log.resume(8);
  assert.deepEqual(
    log.unsent(100).map(({ offset, bytes: data }) => [offset, text(data)]),
    [[8, 'ef']],
  );
});

test('a part of a record can be refused, and a paste is known as one', () => {
  const log = new InputLog();
  log.append(bytes('abcdef'), 0, { pane: 5, kind: 1 });
  const { bytes: refused, pasted } = log.refuse({ offset: 2, count: 2 });
  assert.deepEqual([text(refused), pasted, text(log.bytes)], ['cd', true, 'ef']);
});
