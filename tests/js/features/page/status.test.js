import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';

import { makePage } from '../../page.js';

makePage('<div id="stage"></div><div id="layer"></div><p id="live"></p>');
const { Status } = await import('../../../../static/js/features/page/status.js');

const part = (selector) => document.querySelector(selector);
afterEach(() => mock.timers.reset());

function statusOf() {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
  part('#layer').replaceChildren();
  const parts = { stage: part('#stage'), layer: part('#layer'), live: part('#live') };
  const calls = { retries: 0 };
  return { calls, status: new Status(parts, { onRetry: () => (calls.retries += 1) }) };
}

test('a page that starts shows no pill while the connection is fast', () => {
  const { status } = statusOf();
  status.connecting({ first: true });
  mock.timers.tick(300);
  assert.equal(part('.pill').hidden, true);
  mock.timers.tick(200);
  assert.equal(part('.pill').hidden, false);
  assert.match(part('.pill').textContent, /^Connecting…/);
  assert.equal(part('#stage').classList.contains('is-dimmed'), false);
});

test('a lost connection counts down, and can be retried at once', () => {
  const { status, calls } = statusOf();
  status.waiting(Date.now() + 2_000);
  assert.match(part('.pill').textContent, /Reconnecting in 2 s/);
  assert.match(part('#live').textContent, /^Connection lost\./);
  mock.timers.tick(1_500);
  assert.match(part('.pill').textContent, /Reconnecting in 1 s/);
  part('.pill button').click();
  assert.equal(calls.retries, 1);
  status.liveAgain({ first: false });
  assert.equal(part('.pill').hidden, true);
  assert.equal(part('#live').textContent, 'Connected again.');
});

test('the card of the end goes when the state changes', () => {
  const { status } = statusOf();
  const card = document.createElement('dialog');
  status.end(card);
  assert.equal(card.isConnected, true);
  assert.equal(part('#stage').classList.contains('is-dimmed'), true);
  status.connecting({ first: false });
  assert.equal(card.isConnected, false);
});
