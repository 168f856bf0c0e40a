import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Coalescer, SessionFeed, announcement, changes } from '../../static/js/net/lists.js';

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
  assert.deepEqual(found, { added: [session('$2', 'd')], removed: [session('$0', 'a')], renamed: [{ from: 'b', to: 'c' }], alerted: [] });
  assert.equal(announcement(found), 'Session d started. Session a ended. Session b is now called c.');
});

test('the same id on another tmux server is another session', () => {
  const found = changes(list('e', session('$0', 'a')), list('f', session('$0', 'a')));
  assert.deepEqual(found, { added: [session('$0', 'a')], removed: [session('$0', 'a')], renamed: [], alerted: [] });
});

test('an unchanged list is not announced', () => {
  assert.equal(announcement(changes(list('e', session('$0')), list('e', session('$0')))), '');
});

test('who wants attention anew is announced, once', () => {
  const quiet = { ...session('$0', 'a'), alerts: { bell: 0 } };
  const loud = { ...quiet, alerts: { bell: 1 } };
  assert.equal(announcement(changes(list('e', quiet), list('e', loud))), 'Session a wants attention.');
  assert.equal(announcement(changes(list('e', loud), list('e', { ...loud, alerts: { bell: 2 } }))), '');
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
    onEnded: (reason) => log.push(reason),
    onTold: ({ type }) => log.push(type),
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
  assert.deepEqual(log, ['online', 'change', 'pong']);
});

test('a pushed list is as the API gives it', () => {
  const lists = [];
  const socket = { send: () => {} };
  const feed = new SessionFeed(() => socket, { onChange: (told) => lists.push(told), onOnline: () => {}, onLoggedOut: () => {} });
  const entry = { id: '$0', name: 'a', attached: true, clients: 2 };
  socket.onmessage({ data: JSON.stringify({ type: 'sessions-list', epoch: '1-1', sessions: [entry] }) });
  assert.deepEqual(lists, [{ epoch: '1-1', sessions: [{ ...entry, attached: 2 }] }]);
  assert.ok(feed);
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

test('who is sent away is told why, and does not come back', () => {
  const { feed, sockets, waits, log } = feedWith();
  sockets[0].onclose({ code: 4403, reason: 'an admin has closed this connection' });
  feed.hurry();
  assert.deepEqual([log, waits.length, sockets.length], [['offline', 'an admin has closed this connection'], 0, 1]);
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

test('previews are asked for of what is watched now, and again after each reconnection', () => {
  const sockets = [];
  const open = () => {
    const sent = [];
    sockets.push({ sent, readyState: 0, send: (text) => sent.push(JSON.parse(text)), close: () => {} });
    return sockets.at(-1);
  };
  const timers = { setTimeout: (run) => run(), clearTimeout: () => {} };
  const previews = [];
  const feed = new SessionFeed(open, { onChange: () => {}, onOnline: () => {}, onLoggedOut: () => {}, onPreview: (news) => previews.push(news.sessionId) }, { timers });
  const begin = (socket) => {
    socket.readyState = 1;
    socket.onopen();
  };
  feed.watch(['$1']);
  begin(sockets[0]);
  feed.watch(['$1', '$2']);
  feed.watch([]);
  const asked = (socket) => socket.sent.filter(({ type }) => type === 'watch-previews').map(({ sessionIds }) => sessionIds);
  assert.deepEqual(asked(sockets[0]), [['$1'], ['$1', '$2'], []]);
  sockets[0].onmessage({ data: JSON.stringify({ type: 'preview', sessionId: '$1' }) });
  assert.deepEqual(previews, ['$1']);
  feed.watch(['$3']);
  sockets[0].onclose({ code: 1006 });
  begin(sockets[1]);
  assert.deepEqual(asked(sockets[1]), [['$3']]);
});
