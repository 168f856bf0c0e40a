import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Coalescer, SessionFeed, announcement, changes, matching, ordered } from '../../static/js/net/lists.js';

const session = (id, name = id) => ({ id, name });
const list = (epoch, ...sessions) => ({ epoch, sessions });

test('asks during a run become one more run', async () => {
  const gates = [];
  const coalescer = new Coalescer(() => new Promise((resolve) => gates.push(resolve)));
  const all = coalescer.ask();
  coalescer.ask();
  coalescer.ask();
  assert.equal(gates.length, 1);
  gates[0]();
  await new Promise(setImmediate);
  assert.equal(gates.length, 2);
  gates[1]();
  await all;
  assert.equal(gates.length, 2);
});

test('a run that failed does not block the next', async () => {
  let runs = 0;
  const coalescer = new Coalescer(async () => {
    runs += 1;
    if (runs === 1) throw new Error('first');
  });
  await assert.rejects(coalescer.ask(), /first/);
  await coalescer.ask();
  assert.equal(runs, 2);
});

test('sessions are compared by id', () => {
  const found = changes(list('e', session('$0', 'a'), session('$1', 'b')), list('e', session('$1', 'c'), session('$2', 'd')));
  assert.deepEqual(found, { added: [session('$2', 'd')], removed: [session('$0', 'a')], renamed: [{ from: 'b', to: 'c' }] });
  assert.equal(announcement(found), 'Session d started. Session a ended. Session b is now called c.');
});

test('the same id on another tmux server is another session', () => {
  const found = changes(list('e', session('$0', 'a')), list('f', session('$0', 'a')));
  assert.deepEqual(found, { added: [session('$0', 'a')], removed: [session('$0', 'a')], renamed: [] });
});

test('an unchanged list is not announced', () => {
  assert.equal(announcement(changes(list('e', session('$0')), list('e', session('$0')))), '');
});

test('the filter wants every word, in any case', () => {
  const all = [session('$0', 'Web Server'), session('$1', 'web')];
  assert.deepEqual(matching(all, 'SERVER web').map(({ id }) => id), ['$0']);
  assert.equal(matching(all, '  ').length, 2);
});

test('numbers in names are counted, and equal names keep an order', () => {
  const names = ordered([session('$2', 'w10'), session('$3', 'w2'), session('$1', 'w2')]).map(({ id }) => id);
  assert.deepEqual(names, ['$1', '$3', '$2']);
});

/** A feed over fake sockets and timers; `log` is what its owner heard. */
function feedWith() {
  const sockets = [];
  const waits = [];
  const log = [];
  const open = () => {
    const socket = { sent: [], send: (text) => socket.sent.push(text), close: () => { socket.closed = true; } };
    sockets.push(socket);
    return socket;
  };
  const handlers = {
    onChange: () => log.push('change'),
    onOnline: (online) => log.push(online ? 'online' : 'offline'),
    onLoggedOut: () => log.push('out'),
  };
  const timers = { setTimeout: (run, ms) => waits.push({ run, ms }), clearTimeout: () => {} };
  const backoff = { count: 0, next() { this.count += 1; return this.count; }, reset() { this.count = 0; } };
  return { feed: new SessionFeed(open, handlers, { backoff, timers }), sockets, waits, log };
}

test('the feed asks to watch, and every list is a change', () => {
  const { sockets: [socket], log } = feedWith();
  socket.onopen();
  assert.deepEqual(socket.sent.map((text) => JSON.parse(text)), [{ type: 'list-sessions', watch: true }]);
  socket.onmessage({ data: '{"type":"sessions-list","sessions":[]}' });
  socket.onmessage({ data: '{"type":"pong"}' });
  socket.onmessage({ data: 'no json' });
  assert.deepEqual(log, ['online', 'change']);
});

test('a lost feed says so, and waits longer each time until a list comes', () => {
  const { sockets, waits, log } = feedWith();
  sockets[0].onclose({ code: 1006 });
  waits[0].run();
  sockets[1].onclose({ code: 1006 });
  waits[1].run();
  sockets[2].onmessage({ data: '{"type":"sessions-list"}' });
  sockets[2].onclose({ code: 1012 });
  assert.deepEqual(waits.map(({ ms }) => ms), [1, 2, 1]);
  assert.deepEqual(log, ['offline', 'change', 'offline', 'change', 'online', 'change', 'offline', 'change']);
});

test('an ended login is not retried', () => {
  const { sockets, waits, log } = feedWith();
  sockets[0].onclose({ code: 4401 });
  assert.deepEqual([log, waits.length], [['out'], 0]);
});

test('a closed feed stays closed', () => {
  const { feed, sockets, waits, log } = feedWith();
  feed.close();
  sockets[0].onclose({ code: 1000 });
  feed.hurry();
  assert.deepEqual([sockets.length, sockets[0].closed, waits.length, log], [1, true, 0, []]);
});

test('hurry connects at once, but only when nothing is connected', () => {
  const { feed, sockets } = feedWith();
  feed.hurry();
  assert.equal(sockets.length, 1);
  sockets[0].onclose({ code: 1006 });
  feed.hurry();
  assert.equal(sockets.length, 2);
});
