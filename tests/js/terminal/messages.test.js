import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  MESSAGE_MAX_CHARS,
  Parts,
  installMessages,
  ofItem,
  ofUrxvt,
  rateLimit,
} from '../../../static/js/terminal/messages.js';
import { Disposables } from '../../../static/js/lib/disposables.js';

/** xterm.js's parser, as far as it is used. */
function parser() {
  const handlers = new Map();
  return {
    handlers,
    registerOscHandler(number, handler) {
      handlers.set(number, handler);
      return { dispose: () => handlers.delete(number) };
    },
  };
}

function listening(now = () => 0) {
  const fake = parser();
  const disposables = new Disposables();
  const heard = [];
  installMessages(fake, disposables, (message) => heard.push(message), now);
  return { heard, disposables, fake, send: (number, data) => fake.handlers.get(number)(data) };
}

test('each of the three ways is heard, and none is drawn', () => {
  const { heard, send, disposables, fake } = listening();
  assert.deepEqual(
    [send(9, 'done'), send(777, 'notify;CI;green; all'), send(99, ';hello')],
    [true, true, true],
  );
  assert.deepEqual(heard, [
    { title: '', text: 'done' },
    { title: 'CI', text: 'green; all' },
    { title: '', text: 'hello' },
  ]);
  disposables.dispose();
  assert.equal(fake.handlers.size, 0);
});

test('numbers behind OSC 9 are ConEmu’s, and no messages', () => {
  for (const data of ['4;1;50', '4', '12;x', '9;/home']) assert.equal(ofItem(data), null, data);
  assert.equal(ofItem('100 tests passed').text, '100 tests passed');
  assert.equal(ofItem('4 left').text, '4 left');
});

test('other words behind OSC 777 are none', () => {
  for (const data of ['', 'notify2;a;b', 'precmd', ';notify;a']) assert.equal(ofUrxvt(data), null, data);
  assert.deepEqual(ofUrxvt('notify'), { title: '', text: '' });
});

test('OSC 99 comes in parts', () => {
  const parts = new Parts();
  assert.equal(parts.take('i=1:d=0;Hello '), null);
  assert.equal(parts.take('i=2:d=0;other'), null);
  assert.equal(parts.take('i=1:d=0:p=title;world'), null);
  assert.deepEqual(parts.take('i=1:p=body;text'), { title: 'Hello world', text: 'text' });
  assert.deepEqual(parts.take('i=2;!'), { title: '', text: 'other!' });
  assert.deepEqual(parts.take('i=3:e=1:p=body;w7bDtsO2'), { title: '', text: 'ööö' });
});

test('what asks, closes or is broken is no message', () => {
  const { heard, send } = listening();
  for (const data of [
    '',
    'i=1',
    'i=1:p=close;',
    'i=1:p=?;',
    'e=1;!!!',
    'e=1;A',
    'p=__proto__;x',
    'constructor=1:p=constructor;x',
    '=;',
    ':::;',
  ])
    send(99, data);
  send(9, '');
  send(777, 'notify;;');
  assert.deepEqual(heard, []);
});

test('a message is bounded, and so is what waits for its end', () => {
  const { heard, send } = listening();
  send(9, 'x'.repeat(100_000));
  assert.equal(heard[0].text.length, MESSAGE_MAX_CHARS);
  const parts = new Parts();
  for (let id = 0; id < 1000; id += 1) parts.take(`i=${id}:d=0;${'y'.repeat(5000)}`);
  for (let times = 0; times < 100; times += 1) parts.take(`i=999:d=0;${'y'.repeat(5000)}`);
  assert.equal(parts.take('i=999;z').text.length, MESSAGE_MAX_CHARS);
  assert.equal(parts.take('i=0;z').text, 'z');
});

test('a program that never stops is heard now and again', () => {
  let now = 0;
  const { heard, send } = listening(() => now);
  for (let times = 0; times < 1000; times += 1) send(9, 'again');
  assert.equal(heard.length, 3);
  now = 5_000;
  for (let times = 0; times < 10; times += 1) send(9, 'again');
  assert.equal(heard.length, 4);
});

test('quiet earns no more than the first burst', () => {
  let now = 0;
  const allowed = rateLimit(() => now);
  now = 1e9;
  assert.deepEqual(Array.from({ length: 5 }, allowed), [true, true, true, false, false]);
});
