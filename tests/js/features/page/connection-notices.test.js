import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage('<span id="slow" hidden></span><div id="layer"></div><div id="terminal" data-version="1"></div>');
const { Emitter } = await import('../../../../static/js/lib/emitter.js');
const { installConnectionNotices } = await import(
  '../../../../static/js/features/page/connection-notices.js'
);

const said = [];
const page = {
  events: new Emitter([]),
  layer: document.querySelector('#layer'),
  say: (text) => said.push(text),
  focus: () => {},
};
installConnectionNotices(page);
const chip = document.querySelector('#slow');
const latencies = (...times) => times.forEach((ms) => page.events.emit('latency', ms));

test('the connection is slow after two late replies in a row, until one is fast', () => {
  latencies(400, 100, 400);
  assert.equal(chip.hidden, true);
  latencies(400);
  assert.equal(chip.hidden, false);
  latencies(270);
  assert.equal(chip.hidden, false);
  latencies(200);
  assert.equal(chip.hidden, true);
  assert.deepEqual(said, ['The connection is back to normal.']);
});

test('a newer version is offered once', () => {
  page.events.emit('attached', { version: '1' });
  assert.equal(document.querySelector('.pill-news'), null);
  page.events.emit('attached', { version: '2' });
  page.events.emit('attached', { version: '2' });
  const notices = document.querySelectorAll('.pill-news');
  assert.equal(notices.length, 1);
  notices[0].querySelector('.icon-button').click();
  assert.equal(notices[0].hidden, true);
});
