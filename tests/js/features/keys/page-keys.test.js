import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fakePage } from '../../fakes/terminal-page.js';
import { makePage, pressKey, settled } from '../../page.js';

makePage('<div class="xterm"><textarea id="terminal"></textarea></div><input id="field"><p id="text"></p>', {
  role: 'admin',
});
const { installPageKeys } = await import('../../../../static/js/features/keys/page-keys.js');
const { Actions } = await import('../../../../static/js/features/keys/action-registry.js');
const { passKey } = await import('../../../../static/js/features/keys/pass-key.js');

const { page, calls } = fakePage({ api: { logout: () => Promise.reject(new Error('No answer.')) } });
for (const id of ['help.open', 'font.larger', 'palette.open', 'copy'])
  page.actions.register(id, () => calls.push([id]));
installPageKeys(page);
for (const id of ['help.open', 'palette.open']) page.actions.register(id, () => calls.push([id]));
const element = (id) => document.querySelector(`#${id}`);
const press = (id, key, more = {}) => {
  calls.length = 0;
  pressKey(element(id), key, { code: `Key${key}`, ctrlKey: true, shiftKey: true, ...more });
  return calls.flat();
};

test('a chord does its action anywhere on the page, but the terminal handles its own keys', () => {
  assert.deepEqual(press('text', 'K'), ['palette.open']);
  assert.deepEqual(press('terminal', 'K'), []);
  assert.deepEqual(press('text', 'Q'), []);
  assert.deepEqual(press('text', 'C'), []); // the browser copies
});

test('in a field only chords that cannot type a letter leave it', () => {
  assert.deepEqual(press('field', 'K'), ['palette.open']);
  assert.deepEqual(press('field', 'K', { ctrlKey: false, altKey: true }), []);
  assert.deepEqual(press('field', '+', { code: 'Equal' }), []);
});

test('only few actions repeat while the key is down', () => {
  assert.deepEqual(press('text', '+', { code: 'Equal', repeat: true }), ['font.larger']);
  assert.deepEqual(press('text', 'K', { repeat: true }), []);
});

test('links to pages are actions, for users who may open them', () => {
  assert.ok(['settings.open', 'recordings.open', 'admin.open'].every((id) => page.actions.has(id)));
});

test('a failure of an action is shown', async () => {
  page.actions.run('logout');
  await settled();
  assert.match(document.querySelector('.toast').textContent, /No answer\./);
});

test('an action needs a row in the table, and the right to type if its row says so', () => {
  assert.throws(() => page.actions.register('no.such', () => {}), TypeError);
  const actions = new Actions(page.settings, () => false);
  for (const id of ['paste', 'copy']) actions.register(id, () => {});
  assert.deepEqual([actions.run('paste'), actions.run('copy')], [false, true]);
  assert.deepEqual(
    actions.list().map(({ id, title }) => [id, title]),
    [['copy', 'Copy']],
  );
});

test('a key over the history goes to the program, unless it scrolls or copies', () => {
  const sent = [];
  let closed = 0;
  const over = { close: () => (closed += 1), hasSelection: true };
  const screen = { use: () => sent.push(1) };
  const pass = (key, more = {}) => {
    const event = new KeyboardEvent('keydown', { key, cancelable: true, ...more });
    element('text').dispatchEvent(event);
    passKey({ ...page, screen }, event, over);
    return event.defaultPrevented;
  };
  assert.deepEqual([pass('a'), pass('PageUp'), pass('c', { ctrlKey: true })], [true, false, false]);
  assert.deepEqual([sent.length, closed], [1, 0]);
  pass('a', { isComposing: true });
  assert.deepEqual([sent.length, closed], [1, 1]);
});
