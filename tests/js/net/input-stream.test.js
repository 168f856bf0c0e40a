import assert from 'node:assert/strict';
import { test } from 'node:test';

import { InputLog } from '../../../static/js/net/input-log.js';
import { InputStream } from '../../../static/js/net/input-stream.js';
import { FakeClock } from '../fakes/clock.js';

const bytes = (text) => new TextEncoder().encode(text);
const textOf = (data) => new TextDecoder().decode(data);

/** A stream with what it sent, and what the user must decide about. */
function streamOf(timers = { setTimeout: () => 0, clearTimeout: () => {} }) {
  const seen = { sent: [], undecided: [], late: 0 };
  const handlers = {
    send: (log) => seen.sent.push(...log.unsent(100).map((part) => textOf(part.bytes))),
    onLate: () => (seen.late += 1),
    onUndecided: (input) => seen.undecided.push(textOf(input.bytes)),
  };
  return { stream: new InputStream('id', handlers, timers), seen };
}

test('input is sent once, and again after a new connection', () => {
  const { stream, seen } = streamOf();
  stream.resume({ taken: 0, known: false });
  stream.append(bytes('ab'), false);
  stream.confirm(1);
  stream.resume({ taken: 1, known: true });
  assert.deepEqual([seen.sent, seen.undecided], [['ab', 'b'], []]);
});

test('a server that lost the stream leaves the user to decide', () => {
  const { stream, seen } = streamOf();
  stream.resume({ taken: 0, known: false });
  stream.append(bytes('ab'), false);
  stream.resume({ taken: 0, known: false });
  assert.deepEqual([seen.undecided, stream.log.unconfirmed], [['ab'], 0]);
});

test('a second page with the same stream ends it, and not a single late socket', () => {
  const { stream } = streamOf();
  stream.countTakenOver();
  assert.equal(stream.id, 'id');
  stream.countTakenOver();
  assert.notEqual(stream.id, 'id');
});

test('stored input is decided about unless it is fresh', () => {
  const { stream, seen } = streamOf();
  const log = new InputLog();
  log.append(bytes('old'));
  stream.restore({ id: 'stored', log, fresh: false, undecided: [bytes('asked')] });
  assert.deepEqual(seen.undecided, ['asked', 'old']);
});

test('unconfirmed input makes the connection doubtful', () => {
  const clock = new FakeClock();
  const { stream, seen } = streamOf(clock);
  stream.append(bytes('a'), false);
  clock.advance(2_000);
  assert.equal(seen.late, 1);
});

test('input of a pane that had ended is decided about once, also if it ended while we were away', () => {
  const { stream, seen } = streamOf();
  stream.resume({ taken: 0, known: false });
  stream.append(bytes('abcd'), false);
  stream.refuse({ offset: 0, count: 1 });
  stream.resume({ taken: 3, known: true, refused: [[0, 3]] });
  assert.deepEqual([seen.undecided, textOf(stream.log.bytes)], [['a', 'bc'], 'd']);
  assert.ok([...stream.undecided].every(({ refused }) => refused));
});
