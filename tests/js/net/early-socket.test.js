import assert from 'node:assert/strict';
import { test } from 'node:test';

import { dropEarly, openEarly, takeEarly } from '../../../static/js/net/early-socket.js';

class FakeSocket extends EventTarget {
  closed = false;

  say(type, fields = {}) {
    this.dispatchEvent(Object.assign(new Event(type), fields));
  }

  close() {
    this.closed = true;
  }
}

class FakeMessage extends Event {
  constructor(type, { data }) {
    super(type);
    this.data = data;
  }
}

function opened(query) {
  const socket = new FakeSocket();
  openEarly(new URLSearchParams(query), () => socket);
  return socket;
}

test('what an early socket says before it is taken is heard once, in order', async () => {
  const socket = opened({ session: 'a', cols: '80' });
  socket.say('open');
  socket.dispatchEvent(new FakeMessage('message', { data: 1 }));
  const taken = takeEarly(new URLSearchParams({ cols: '79', session: 'a' }));
  assert.equal(taken, socket);
  const heard = [];
  for (const type of ['open', 'message'])
    taken.addEventListener(type, (event) => heard.push(event.data ?? type));
  assert.deepEqual(heard, []);
  await null;
  taken.dispatchEvent(new FakeMessage('message', { data: 2 }));
  assert.deepEqual(heard, ['open', 1, 2]);
  assert.equal(takeEarly(new URLSearchParams({ session: 'a' })), null);
});

test('a socket for something else, or one that has closed, is not taken', () => {
  const other = opened({ session: 'a' });
  assert.equal(takeEarly(new URLSearchParams({ session: 'b' })), null);
  assert.equal(other.closed, true);
  const gone = opened({ session: 'a' });
  gone.say('close');
  assert.equal(takeEarly(new URLSearchParams({ session: 'a' })), null);
});

test('nobody takes it: it is closed', () => {
  const socket = opened({ session: 'a' });
  dropEarly();
  assert.equal(socket.closed, true);
  assert.equal(takeEarly(new URLSearchParams({ session: 'a' })), null);
});
