import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Emitter } from '../../../static/js/lib/emitter.js';

test('listeners hear what comes until they take it back', () => {
  const events = new Emitter();
  const heard = [];
  const stop = events.on('bell', (value) => heard.push(value));
  events.emit('bell', 1);
  events.emit('other', 2);
  stop();
  events.emit('bell', 3);
  assert.deepEqual(heard, [1]);
});

test('who comes later hears the latest of a state, and nothing of what only happened', () => {
  const events = new Emitter(['windows']);
  for (const value of [1, 2]) {
    events.emit('windows', value);
    events.emit('bell', value);
  }
  const heard = [];
  for (const name of ['windows', 'bell']) events.on(name, (value) => heard.push([name, value]));
  assert.deepEqual(heard, [['windows', 2]]);
});

test('a listener that fails keeps nobody else from hearing', (context) => {
  const told = context.mock.method(globalThis.console, 'error', () => {});
  const events = new Emitter(['state']);
  const heard = [];
  events.emit('state', 1);
  events.on('state', () => {
    throw new Error('broken');
  });
  events.on('state', (value) => heard.push(value));
  events.emit('state', 2);
  assert.deepEqual(heard, [1, 2]);
  assert.equal(told.mock.callCount(), 2);
});
