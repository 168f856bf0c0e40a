import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fakePage } from '../../fakes/terminal-page.js';
import { makePage, settled } from '../../page.js';

makePage('<div id="layer"></div><p id="leave-hint"></p>');
const { installKeyModes } = await import('../../../../static/js/features/keys/raw-keys.js');
const { FullScreen } = await import('../../../../static/js/features/keys/full-screen.js');

let passed = null;
const screen = {
  softInput: async () => {},
  nextKeyRaw: (done) => {
    passed = done;
    return () => {};
  },
};
const { page, calls } = fakePage({ screen });
installKeyModes(page);

test('the hint names the key that leaves the terminal, as it is now', async () => {
  const hint = () => document.querySelector('#leave-hint').textContent;
  assert.match(hint(), /^Press Alt\+Shift\+M to leave/);
  await page.settings.set('keys', { 'page.leave': [] });
  assert.match(hint(), /^The command “Leave the terminal by keyboard”/);
});

test('a note shows until the next key went to the terminal', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  page.actions.run('keys.raw');
  assert.ok(document.querySelector('.key-note'));
  passed('Ctrl+Shift+K');
  assert.equal(document.querySelector('.key-note'), null);
  assert.deepEqual(calls.at(-1), ['say', 'Ctrl+Shift+K was sent to the terminal.']);
  page.actions.run('keys.raw');
  context.mock.timers.tick(5_000);
  assert.equal(document.querySelector('.key-note'), null);
});

test('full screen says why keys are missing, and what is missing in this browser', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const shown = [];
  const full = new FullScreen(page, { show: (...content) => shown.push(content), hide: () => {} });
  await full.toggle();
  assert.match(document.querySelector('.toast').textContent, /cannot show pages in full screen/);
  document.documentElement.requestFullscreen = async () => {};
  await full.toggle();
  await settled();
  assert.match(String(shown[0][0]), /plain http|no Keyboard Lock/);
});
