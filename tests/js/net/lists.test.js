import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Coalescer, SessionFeed, announcement, changes } from '../../../static/js/net/lists.js';
import { Backoff } from '../../../static/js/lib/backoff.js';
import { FakeClock } from '../fakes/clock.js';
import { FakeSocket } from '../fakes/socket.js';

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
  const found = changes(
    list('e', session('$0', 'a'), session('$1', 'b')),
    list('e', session('$1', 'c'), session('$2', 'd')),
  );
  assert.deepEqual(found, {
    added: [session('$2', 'd')],
    removed: [session('$0', 'a')],
    renamed: [{ from: 'b', to: 'c' }],
    alerted: [],
  });
  assert.equal(announcement(found), 'Session d started. Session a ended. Session b is now called c.');
});

test('the same id on another tmux server is another session', () => {
  const found = changes(list('e', session('$0', 'a')), list('f', session('$0', 'a')));
  assert.deepEqual(found, {
    added: [session('$0', 'a')],
    removed: [session('$0', 'a')],
    renamed: [],
    alerted: [],
  });
});

test('an unchanged list is not announced', () => {
  assert.equal(announcement(changes(list('e', session('$0')), list('e', session('$0')))), '');
});

test('a session that needs attention again is announced once', () => {
  const quiet = { ...session('$0', 'a'), alerts: { bell: 0 } };
  const loud = { ...quiet, alerts: { bell: 1 } };
  assert.equal(announcement(changes(list('e', quiet), list('e', loud))), 'Session a needs attention.');
  assert.equal(announcement(changes(list('e', loud), list('e', { ...loud, alerts: { bell: 2 } }))), '');
});

const quietHeart = {
  silentMs: 0,
  pongs: [],
  start() {},
  stop() {},
  alive() {},
  check: () => Uint8Array.of(0, 0, 0, 1),
  pong(payload) {
    this.pongs.push(payload);
  },
  isAnswered: () => true,
};

/** A feed over fake sockets and timers; `log` is what its owner heard. */
function feedWith() {
  const clock = new FakeClock();
  const sockets = [];
  const log = [];
  const told = [];
  const open = () => {
    sockets.push(new FakeSocket());
    return sockets.at(-1);
  };
  const feed = new SessionFeed(
    open,
    {
      onChange: (found) => {
        log.push('change');
        told.push(found);
      },
      onPreview: ({ sessionId }) => log.push(sessionId),
      onOnline: (online) => log.push(online ? 'online' : 'offline'),
      onLoggedOut: () => log.push('out'),
      onEnded: (reason) => log.push(reason),
      onOther: ({ type }) => log.push(type),
    },
    { backoff: new Backoff(() => 0.5), timers: clock, heartbeat: quietHeart },
  );
  return { clock, feed, log, sockets, told };
}

const say = (socket, message) =>
  socket.onmessage({ data: typeof message === 'string' ? message : JSON.stringify(message) });
const asked = (socket, type) =>
  socket.sent.map((text) => JSON.parse(text)).filter((message) => message.type === type);

function listed() {
  const all = feedWith();
  all.sockets[0].open();
  say(all.sockets[0], { type: 'sessions-list', sessions: [] });
  return all;
}

test('the feed asks to watch, and every list is a change', () => {
  const {
    sockets: [socket],
    log,
  } = listed();
  assert.deepEqual(
    socket.sent.map((text) => JSON.parse(text)),
    [{ type: 'list-sessions', watch: true }],
  );
  say(socket, { type: 'news' });
  say(socket, 'no json');
  assert.deepEqual(log, ['online', 'change', 'news']);
});

test('which question the user sees is reported at once and with each connection', () => {
  const { feed, sockets } = feedWith();
  feed.showQuestion('%4', true);
  sockets[0].open();
  feed.showQuestion('%4', false); // not yet accepted by the server
  say(sockets[0], { type: 'sessions-list', sessions: [] });
  feed.showQuestion('%4', true);
  const found = asked(sockets[0], 'show-question');
  assert.deepEqual(
    found.map(({ paneId, visible }) => [paneId, visible]),
    [
      ['%4', true],
      ['%4', false],
      ['%4', true],
    ],
  );
});

test('a pushed list is as the API gives it', () => {
  const {
    sockets: [socket],
    told,
  } = listed();
  const entry = { id: '$0', name: 'a', attached: true, clients: 2 };
  say(socket, { type: 'sessions-list', epoch: '1-1', sessions: [entry] });
  assert.deepEqual(told.at(-1), { epoch: '1-1', sessions: [{ ...entry, attached: 2 }] });
});

test('a lost feed says so, and comes back', () => {
  const { clock, log, sockets } = listed();
  sockets[0].end(1006);
  clock.advance(300);
  sockets[1].open();
  say(sockets[1], { type: 'sessions-list', sessions: [] });
  assert.deepEqual(log, ['online', 'change', 'offline', 'change', 'online', 'change']);
});

test('an ended login is not retried', () => {
  const { clock, log, sockets } = listed();
  sockets[0].end(4401);
  clock.advance(60_000);
  assert.deepEqual([log.at(-1), sockets.length], ['out', 1]);
});

test('a disconnected list shows the reason and does not reconnect', () => {
  const { clock, feed, log, sockets } = listed();
  sockets[0].onclose({ code: 4403, reason: 'an admin has closed this connection' });
  feed.hurry();
  clock.advance(60_000);
  assert.deepEqual([log.slice(-2), sockets.length], [['offline', 'an admin has closed this connection'], 1]);
});

test('a closed feed stays closed', () => {
  const { clock, feed, log, sockets } = feedWith();
  feed.close();
  sockets[0].onclose({ code: 1000 });
  feed.hurry();
  clock.advance(60_000);
  assert.deepEqual([sockets.length, sockets[0].closed, log], [1, true, []]);
});

test('a feed that was silent while the page slept is replaced at once', () => {
  const { clock, feed, log, sockets } = listed();
  clock.advance(2000);
  quietHeart.silentMs = 60_000;
  feed.hurry();
  quietHeart.silentMs = 0;
  assert.equal(sockets.length, 2);
  say(sockets[0], { type: 'sessions-list', sessions: [] });
  assert.equal(log.length, 2);
  sockets[1].open();
  say(sockets[1], { type: 'sessions-list', sessions: [] });
  assert.deepEqual([sockets[0].closed, log.length], [true, 4]);
});

test('answers to pings are no news', () => {
  const {
    log,
    sockets: [socket],
  } = listed();
  say(socket, { type: 'pong', id: [0, 0, 0, 1] });
  assert.deepEqual([log.length, quietHeart.pongs.at(-1)], [2, Uint8Array.of(0, 0, 0, 1)]);
});

test('previews are asked for of what is watched now, and again after each reconnection', () => {
  const { clock, feed, log, sockets } = feedWith();
  const ids = (socket) => asked(socket, 'watch-previews').map(({ sessionIds }) => sessionIds);
  feed.watch(['$1']);
  sockets[0].open();
  feed.watch(['$1', '$2']);
  say(sockets[0], { type: 'sessions-list', sessions: [] });
  feed.watch([]);
  assert.deepEqual(ids(sockets[0]), [['$1'], ['$1', '$2'], []]);
  say(sockets[0], { type: 'preview', sessionId: '$1' });
  assert.equal(log.at(-1), '$1');
  feed.watch(['$3']);
  sockets[0].end(1006);
  clock.advance(300);
  sockets[1].open();
  assert.deepEqual(ids(sockets[1]), [['$3']]);
});
