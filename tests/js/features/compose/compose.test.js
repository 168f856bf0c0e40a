import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fakePage } from '../../fakes/terminal-page.js';
import { fakeStorage } from '../../fakes/storage.js';
import { makePage, pressKey, settled } from '../../page.js';

makePage('<div id="stage"></div><textarea class="xterm-helper-textarea"></textarea><div id="layer"></div>', {
  styles: '/static/js/',
});
const { Compose } = await import('../../../../static/js/features/compose/compose-bar.js');
const { Drafts } = await import('../../../../static/js/features/compose/drafts.js');
const { composeOf, installCompose } = await import('../../../../static/js/features/compose/compose.js');

const pasted = [];
let accepted = async () => true;
const fields = {
  screen: { paste: async (text) => pasted.push(text) },
  taken: () => accepted(),
  draftIn: () => {},
  subscription: { sessionName: 'work' },
};

function barOf(more = {}, given = {}) {
  const { page, calls } = fakePage({ ...fields, ...more });
  const drafts = new Drafts(() => page.session.name, fakeStorage(given).place);
  const bar = new Compose(page, drafts);
  document.querySelector('#layer').replaceChildren(bar.element);
  pasted.length = 0;
  return { bar, calls, drafts, field: bar.element.querySelector('textarea'), page };
}
const button = ({ bar }, label) => bar.element.querySelector(`[aria-label="${label}"]`);
const typed = (calls) =>
  calls.filter(([name]) => name === 'type').map(([, bytes]) => new TextDecoder().decode(bytes));

test('a text is pasted, then Enter is typed, and the text becomes one of those sent', async () => {
  const made = barOf();
  made.bar.open();
  made.bar.write('ls -l');
  assert.equal(made.drafts.draft, 'ls -l');
  pressKey(made.field, 'Enter', { ctrlKey: true });
  await settled();
  assert.deepEqual([pasted, typed(made.calls)], [['ls -l'], ['\r']]);
  assert.deepEqual([made.field.value, made.drafts.draft, made.drafts.sent], ['', '', ['ls -l']]);
  pressKey(made.field, 'ArrowUp');
  assert.equal(made.field.value, 'ls -l');
});

test('the text stays until the terminal accepted it', async () => {
  const made = barOf();
  made.bar.write('slow');
  let settle;
  accepted = () => new Promise((resolve) => (settle = resolve));
  pressKey(made.field, 'Enter', { ctrlKey: true });
  await settled();
  assert.deepEqual([made.field.value, made.field.readOnly], ['slow', true]);
  settle(false);
  await settled();
  assert.deepEqual([made.field.value, made.field.readOnly], ['slow', false]);
  accepted = async () => true;
});

test('a viewer keeps the text and reads why', async () => {
  const made = barOf({ mayType: () => false });
  made.bar.write('x');
  pressKey(made.field, 'Enter', { ctrlKey: true });
  await settled();
  assert.deepEqual([pasted, made.field.value], [[], 'x']);
  assert.match(document.querySelector('.toast').textContent, /Read-only/);
});

test('a stored draft shows the bar, and another session brings its own draft', () => {
  const made = barOf({}, { 'webmux.draft.work': 'half', 'webmux.draft.docs': 'other' });
  assert.ok(made.bar.shown);
  made.bar.session('$1');
  made.page.session = { id: '$2', name: 'docs' };
  made.bar.session('$2');
  assert.equal(made.field.value, 'other');
});

test('a sent text is chosen from the list, which can be cleared', () => {
  const made = barOf({}, { 'webmux.sent.work': '["ls"]' });
  const entries = () => [...made.bar.element.querySelectorAll('.compose-entry')];
  button(made, 'Sent texts').click();
  entries()[0].click();
  assert.equal(made.field.value, 'ls');
  button(made, 'Sent texts').click();
  entries().at(-1).click();
  assert.deepEqual(made.drafts.sent, []);
});

test('the action shows the only bar of the page, and what was typed before is in it', async () => {
  const { page } = fakePage(fields);
  installCompose(page);
  page.actions.run('compose.toggle');
  document.querySelector('#layer textarea.visually-hidden').value = 'early';
  const bar = await Promise.race([composeOf(page), new Promise((resolve) => setTimeout(resolve, 5_000))]);
  await settled();
  assert.ok(bar.shown && bar.element.isConnected);
  assert.equal(bar.element.querySelector('textarea').value, 'early');
});
