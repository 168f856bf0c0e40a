import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  ANSWER_MS,
  Connection,
  DIAGNOSIS_MS,
  FRESH_MS,
  STRAY_MS,
} from '../../../static/js/net/connection.js';
import { DEAD_AFTER_MS, DOUBT_AFTER_MS, Heartbeat } from '../../../static/js/net/heartbeat.js';
import { Backoff } from '../../../static/js/lib/backoff.js';
import { FakeClock } from '../fakes/clock.js';
import { FakeSocket } from '../fakes/socket.js';

const settle = () =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** A connection whose messages are text; `pong <ping>` answers a ping, `hello` greets. */
function connected({ diagnose = async () => ({ act: 'retry', pace: 'normal', resume: true }) } = {}) {
  const clock = new FakeClock();
  const sockets = [];
  const seen = { states: [], messages: [], pings: [], replaced: 0, takenOver: 0 };
  const open = () => {
    sockets.push(new FakeSocket());
    return sockets.at(-1);
  };
  const connection = new Connection(
    open,
    {
      onMessage: (message) => {
        if (message.startsWith('hello')) connection.established();
        const [, ping] = /^pong (.*)/.exec(message) ?? [];
        if (ping) connection.pong(Uint8Array.from(ping.split(','), Number));
        seen.messages.push(message);
      },
      onState: (state) => seen.states.push(state),
      onFresh: () => {},
      onReplaced: () => {
        seen.replaced += 1;
      },
      onTakenOver: () => {
        seen.takenOver += 1;
      },
      pongOf: (message) =>
        message.startsWith('pong ') ? Uint8Array.from(message.slice(5).split(','), Number) : undefined,
      diagnose,
    },
    {
      timers: clock,
      backoff: new Backoff(() => 0.5),
      heartbeat: new Heartbeat(
        {
          ping: (payload) => seen.pings.push(payload.join()),
          onLatency: () => {},
          onDoubt: () => connection.hurry(),
          onDead: () => {},
        },
        clock,
      ),
    },
  );
  connection.start();
  const say = (socket, text) => socket.onmessage({ data: text });
  const greet = (socket) => {
    socket.open();
    say(socket, 'hello');
  };
  return { clock, connection, greet, say, seen, sockets };
}

function live(options) {
  const all = connected(options);
  all.greet(all.sockets[0]);
  all.say(all.sockets[0], `pong ${all.seen.pings.at(-1)}`);
  return all;
}

test('after a long silence a second socket is opened at once, and used where it greets first', () => {
  const { clock, connection, greet, say, seen, sockets } = live();
  clock.sleep(FRESH_MS);
  connection.hurry();
  assert.equal(sockets.length, 2);
  say(sockets[0], 'old output');
  assert.equal(seen.messages.includes('old output'), false);
  greet(sockets[1]);
  assert.ok(sockets[0].closed);
  assert.deepEqual([seen.messages.at(-1), seen.replaced, connection.state], ['hello', 1, 'live']);
  assert.deepEqual(seen.states, ['connecting', 'live', 'live']);
});

test('the old socket goes on where it answers, with all that it said', () => {
  const { clock, connection, say, seen, sockets } = live();
  clock.sleep(FRESH_MS);
  connection.hurry();
  say(sockets[0], 'pong 9,9,9,9');
  say(sockets[0], 'output');
  say(sockets[0], `pong ${seen.pings.at(-1)}`);
  assert.ok(sockets[1].closed);
  assert.deepEqual(seen.messages.slice(-3, -1), ['pong 9,9,9,9', 'output']);
  say(sockets[0], 'more');
  assert.equal(seen.messages.at(-1), 'more');
});

test('a socket that sent something a moment ago gets a second to answer', () => {
  const { clock, connection, say, seen, sockets } = live();
  connection.hurry();
  assert.equal(sockets.length, 1);
  say(sockets[0], `pong ${seen.pings.at(-1)}`);
  clock.advance(ANSWER_MS);
  assert.equal(sockets.length, 1);
  connection.hurry();
  clock.advance(ANSWER_MS);
  assert.equal(sockets.length, 2);
});

test('one wake-up with several events opens one socket, and another one a second later', () => {
  const { clock, connection, sockets } = live();
  clock.sleep(FRESH_MS);
  for (let event = 0; event < 4; event += 1) connection.hurry();
  assert.equal(sockets.length, 2);
  clock.advance(1000);
  assert.equal(sockets.length, 3);
});

test('a handshake that hangs is not waited for when the network is back', () => {
  const { clock, connection, greet, sockets } = connected();
  clock.advance(3000);
  connection.hurry();
  assert.equal(sockets.length, 2);
  greet(sockets[1]);
  assert.ok(sockets[0].closed);
  assert.equal(connection.state, 'live');
});

test('a diagnosis under way is overtaken, and ends by itself', async () => {
  const { clock, connection, greet, seen, sockets } = connected({ diagnose: () => new Promise(() => {}) });
  sockets[0].end(1006);
  clock.advance(1500);
  connection.hurry();
  greet(sockets[1]);
  assert.equal(connection.state, 'live');
  sockets[1].end(1006);
  clock.advance(300);
  sockets[2].end(1006);
  clock.advance(DIAGNOSIS_MS);
  await settle();
  assert.equal(seen.states.at(-1), 'waiting');
});

test('silence in a visible page opens a second socket long before the first is given up', () => {
  assert.ok(DOUBT_AFTER_MS < DEAD_AFTER_MS / 2);
  const { clock, sockets } = live();
  clock.advance(5000 + DOUBT_AFTER_MS + ANSWER_MS);
  assert.equal(sockets.length, 2);
});

test('late words of a socket that was given up change nothing', () => {
  const { clock, connection, greet, say, seen, sockets } = live();
  const { onmessage } = sockets[0];
  clock.sleep(FRESH_MS);
  connection.hurry();
  greet(sockets[1]);
  onmessage({ data: 'late' });
  sockets[0].onclose({ code: 1006 });
  assert.equal(seen.messages.includes('late'), false);
  assert.equal(connection.state, 'live');
  say(sockets[1], 'new');
  assert.equal(seen.messages.at(-1), 'new');
});

test('an end that a socket in doubt had told is believed', () => {
  const { clock, connection, say, seen, sockets } = live();
  clock.sleep(FRESH_MS);
  connection.hurry();
  say(sockets[0], 'the last words');
  sockets[0].end(4410);
  assert.equal(seen.messages.at(-1), 'the last words');
  assert.deepEqual([seen.states.at(-1), sockets[1].closed], ['ended', true]);
});

test('a socket that was replaced by the one on its way is not begun again', () => {
  const { clock, connection, greet, sockets } = live();
  clock.sleep(FRESH_MS);
  connection.hurry();
  sockets[0].end(4411);
  greet(sockets[1]);
  assert.deepEqual([sockets.length, connection.state], [2, 'live']);
});

test('a place lost to another page is reported, one lost to a late socket of ours is not', () => {
  const { clock, connection, greet, say, seen, sockets } = live();
  clock.sleep(FRESH_MS);
  connection.hurry();
  say(sockets[0], `pong ${seen.pings.at(-1)}`); // lets go of the second, of which the server hears later
  sockets[0].end(4411);
  assert.equal(seen.takenOver, 0);
  clock.advance(300);
  greet(sockets[2]);
  clock.sleep(STRAY_MS + 1);
  sockets[2].end(4411);
  assert.equal(seen.takenOver, 1);
});

test('the socket in use may end while another is on its way', () => {
  const { clock, connection, greet, seen, sockets } = live();
  clock.sleep(FRESH_MS);
  connection.hurry();
  sockets[0].end(1006);
  assert.equal(connection.state, 'connecting');
  greet(sockets[1]);
  assert.equal(connection.state, 'live');
  assert.equal(seen.states.includes('waiting'), false);
});
