import assert from 'node:assert/strict';
import { test } from 'node:test';

import { BATCH_MAX_BYTES, FLOOD_BYTES, WriteQueue } from '../../../static/js/terminal/write-queue.js';

const bytes = (text) => new TextEncoder().encode(text);

/** A terminal that finishes a write only when told, and draws only when told. */
function slowTerminal() {
  const log = [];
  const pending = [];
  const frames = [];
  const queue = new WriteQueue({
    write: (data, done) => {
      log.push(data.length < 100 ? new TextDecoder().decode(data) : data.length);
      pending.push(done);
    },
    resize: ({ cols }) => log.push(`cols ${cols}`),
    processed: (mark, { drained }) => log.push(`done ${mark}${drained ? ' drained' : ''}`),
    nextFrame: (callback) => frames.push(callback),
  });
  return { queue, log, finish: () => pending.shift()(), draw: () => frames.shift()(), pending, frames };
}

test('the first bytes are written at once, what comes meanwhile in one write', () => {
  const { queue, log, finish } = slowTerminal();
  queue.push(bytes('a'), 1);
  queue.push(bytes('b'), 2);
  queue.push(bytes('c'), 3);
  assert.deepEqual(log, ['a']);
  finish();
  assert.deepEqual(log, ['a', 'done 1', 'bc']);
  finish();
  assert.deepEqual(log, ['a', 'done 1', 'bc', 'done 3 drained']);
});

test('a size keeps its place between the bytes', () => {
  const { queue, log, finish } = slowTerminal();
  queue.push(bytes('a'), 1);
  queue.push(bytes('b'), 2);
  queue.resize({ cols: 100 });
  queue.push(bytes('c'), 3);
  finish();
  finish();
  assert.deepEqual(log, ['a', 'done 1', 'b', 'done 2', 'cols 100', 'c']);
});

test('a flood waits for a frame between writes, a keystroke does not', () => {
  const { queue, log, finish, draw, frames } = slowTerminal();
  queue.push(new Uint8Array(FLOOD_BYTES), 1);
  queue.push(bytes('x'), 2);
  finish();
  assert.deepEqual(log, [FLOOD_BYTES, 'done 1']);
  draw();
  assert.deepEqual(log, [FLOOD_BYTES, 'done 1', 'x']);
  finish();
  queue.push(bytes('y'), 3);
  assert.equal(log.at(-1), 'y');
  assert.equal(frames.length, 0);
});

test('one write is bounded', () => {
  const { queue, log, finish, draw } = slowTerminal();
  queue.push(bytes('a'), 0);
  for (let part = 1; part <= 5; part += 1) queue.push(new Uint8Array(BATCH_MAX_BYTES / 4), part);
  finish();
  finish();
  draw();
  assert.deepEqual(log, ['a', 'done 0', BATCH_MAX_BYTES, 'done 4', BATCH_MAX_BYTES / 4]);
});

test('a snapshot resets, and replaces what waits but not the size', () => {
  const { queue, log, finish } = slowTerminal();
  queue.push(bytes('old'), 1);
  queue.push(bytes('stale'), 2);
  queue.resize({ cols: 70 });
  queue.resize({ cols: 90 });
  queue.replace(bytes('new'));
  queue.push(bytes('!'), 3);
  finish();
  assert.deepEqual(log, ['old', 'done 1', 'cols 90', '\x18\x1bcnew!']);
});

test('a terminal that is done at once is fine, however long the queue', () => {
  const marks = [];
  const queue = new WriteQueue({
    write: (_data, done) => done(),
    resize: () => {},
    processed: (mark) => marks.push(mark),
    nextFrame: (callback) => callback(),
  });
  for (let mark = 0; mark < 20_000; mark += 1) queue.push(new Uint8Array(1), mark);
  assert.equal(marks.length, 20_000);
});

test('an empty output is still acknowledged', () => {
  const { queue, log, finish } = slowTerminal();
  queue.push(new Uint8Array(0), 4);
  finish();
  assert.deepEqual(log, ['', 'done 4 drained']);
});
