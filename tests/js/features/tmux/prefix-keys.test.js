import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { makePage, settled } from '../../page.js';
import { fakePanePage, keyEvent } from './fake-pane-page.js';

makePage();
const { PrefixKeys } = await import('../../../../static/js/features/tmux/prefix-keys.js');

const KEYS = {
  prefix: 'C-b',
  repeat_ms: 500,
  tables: {
    prefix: [
      { key: 'c', kind: 'done', note: 'Create a new window' },
      { key: 'C-b', kind: 'prefix' },
      { key: 'd', kind: 'client', form: 'detach' },
      { key: '?', kind: 'dialog', form: 'describe-key' },
      { key: 'x', kind: 'dialog', form: 'confirm-kill-pane' },
    ],
    root: [{ key: 'M-Left', kind: 'done' }],
  },
};
const bytes = (text) => new TextEncoder().encode(text);

async function keysOf(replies = {}, options = {}) {
  const page = fakePanePage({ keys: KEYS, binding: { kind: 'done', pane: 5 }, ...replies }, options);
  const keys = new PrefixKeys(page, { targets: (pane) => [pane] });
  await keys.load();
  return { page, keys };
}

/** What `find` finds within ten seconds. */
async function until(find) {
  const end = Date.now() + 10_000;
  while (!find() && Date.now() < end) await settled();
  return find();
}

const pill = () => document.querySelector('.prefix-pill');

beforeEach(() => {
  document.body.replaceChildren();
});

test('prefix and key run a binding of tmux on the focused pane', async () => {
  const { page, keys } = await keysOf();
  const first = keyEvent('b', 'C');
  assert.ok(keys.press(first) && first.prevented);
  assert.equal(pill().textContent, 'prefix');
  assert.ok(keys.press(keyEvent('c')));
  assert.equal(pill().hidden, true);
  await settled();
  assert.deepEqual(page.asked.at(-1), ['binding', { pane: 5, table: 'prefix', key: 'c' }]);
});

test('keys without the prefix stay with the terminal, but a root binding does not', async () => {
  const { page, keys } = await keysOf();
  assert.equal(keys.press(keyEvent('c')), false);
  assert.ok(keys.press(keyEvent('ArrowLeft', 'M', { code: 'ArrowLeft' })));
  await settled();
  assert.equal(page.asked.at(-1)[1].table, 'root');
});

test('a chord of the page is the page’s, except after the prefix', async () => {
  const { keys } = await keysOf({}, { actions: { 'Ctrl+B': 'zen.toggle' } });
  assert.equal(keys.press(keyEvent('b', 'C')), false);
  keys.begin();
  assert.ok(keys.press(keyEvent('b', 'C')));
});

test('an unbound key is not typed, and the page says so', async () => {
  const { page, keys } = await keysOf();
  keys.press(keyEvent('b', 'C'));
  assert.ok(keys.press(keyEvent('y')));
  assert.deepEqual(page.said, ['C-b y is not bound in tmux.']);
  assert.equal(keys.press(keyEvent('y')), false);
});

test('the prefix twice sends the prefix, in order with other keys', async () => {
  const { page, keys } = await keysOf();
  keys.press(keyEvent('b', 'C'));
  keys.press(keyEvent('b', 'C'));
  await settled();
  assert.deepEqual(page.sent, [[5, 2, 'C-b']]);
});

test('a prefix that is held down is one prefix', async () => {
  const { page, keys } = await keysOf();
  keys.press(keyEvent('b', 'C'));
  assert.ok(keys.press(keyEvent('b', 'C', { repeat: true })));
  assert.equal(pill().textContent, 'prefix');
  assert.deepEqual(page.sent, []);
});

test('what is typed while a binding runs goes to the pane that it leads to', async () => {
  let answer;
  const { page, keys } = await keysOf({ binding: () => new Promise((resolve) => (answer = resolve)) });
  keys.press(keyEvent('b', 'C'));
  keys.press(keyEvent('c'));
  assert.ok(keys.typed(bytes('l')) && keys.typed(bytes('s')));
  assert.deepEqual(page.sent, []);
  await settled();
  answer({ kind: 'done', pane: 7 });
  await settled();
  keys.typed(bytes('\r'));
  assert.deepEqual(page.sent, [
    [7, 0, 'l'],
    [7, 0, 's'],
    [7, 0, '\r'],
  ]);
  page.events.emit('pane-focus', 7);
  assert.equal(keys.typed(bytes('x')), false, 'the page shows that pane now');
});

test('what is typed after a pane was ended goes to the pane that follows it', async () => {
  const { page, keys } = await keysOf({ binding: { kind: 'done', pane: 7 } });
  keys.press(keyEvent('b', 'C'));
  keys.press(keyEvent('x'));
  const form = await until(() => document.querySelector('dialog form'));
  form.requestSubmit();
  await until(() => page.asked.at(-1)[1]?.answer === 'y');
  await settled();
  assert.ok(keys.typed(bytes('l')));
  assert.deepEqual(page.sent, [[7, 0, 'l']]);
});

test('typed bytes are keys too: those of a soft keyboard and of the key bar', async () => {
  const { page, keys } = await keysOf();
  assert.ok(keys.typed(bytes('\x02')));
  assert.ok(keys.typed(bytes('c')));
  await settled();
  assert.equal(page.asked.at(-1)[1].key, 'c');
  assert.equal(keys.typed(bytes('c')), false);
  assert.equal(keys.typed(bytes('\x02'), { inserted: true }), false, 'a paste is text');
});

test('a key without a byte goes by its name, if that is safe', async () => {
  const enter = () => keyEvent('Enter', 'S', { code: 'Enter' });
  const now = await keysOf();
  assert.ok(now.keys.press(enter()));
  assert.deepEqual(now.page.sent, [[5, 2, 'S-Enter']]);
  const old = await keysOf({}, { version: '3.3a' });
  assert.equal(old.keys.press(enter()), false);
  old.page.terminals.set(5, { use: () => true });
  assert.ok(old.keys.press(enter()), 'its program asked for such keys');
});

test('Shift+Enter follows the setting', async () => {
  const sentBy = async (choice, version) => {
    const { page, keys } = await keysOf({}, { version, settings: { shiftEnter: choice } });
    keys.newline();
    return page.sent;
  };
  assert.deepEqual(await sentBy('auto', '3.6b'), [[5, 2, 'S-Enter']]);
  assert.deepEqual(await sentBy('auto', '3.3a'), [[5, 0, '\n']]);
  assert.deepEqual(await sentBy('enter', '3.6b'), [[5, 0, '\r']]);
});

test('the page does what is about the client, without tmux', async () => {
  const { page, keys } = await keysOf();
  keys.press(keyEvent('b', 'C'));
  keys.press(keyEvent('d'));
  await import('../../../../static/js/features/tmux/tmux-forms.js');
  await settled();
  assert.deepEqual(page.ran, ['home.open']);
  assert.equal(page.asked.filter(([name]) => name === 'binding').length, 0);
});

test('a described key is not run', async () => {
  const { page, keys } = await keysOf();
  keys.press(keyEvent('b', 'C'));
  keys.press(keyEvent('?', 'S'));
  await settled();
  keys.press(keyEvent('c'));
  assert.deepEqual(page.said, ['C-b c: Create a new window']);
  assert.equal(page.asked.filter(([name]) => name === 'binding').length, 0);
});

test('viewers have no prefix', async () => {
  const { page, keys } = await keysOf();
  page.mayType = () => false;
  assert.equal(keys.press(keyEvent('b', 'C')), false);
});
