import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, pressKey, settled } from '../../page.js';

makePage('<div id="editor"></div>', { styles: '/static/js/' });
const { Settings } = await import('../../../../static/js/net/user-settings.js');
const { mountKeyEditor } = await import('../../../../static/js/features/keys/key-editor.js');
const { helpContent } = await import('../../../../static/js/features/keys/help-dialog.js');

const settings = new Settings({});
const unmount = mountKeyEditor(document.querySelector('#editor'), settings);
const row = (id) => document.querySelector(`.keys-row[data-action="${id}"]`);
const add = (id) => row(id).querySelector('[data-add]');
const press = (id, key) => {
  add(id).click();
  pressKey(add(id), key, { code: `Key${key}`, ctrlKey: true, shiftKey: true });
};
const button = (text) =>
  [...row('find.open').querySelectorAll('button')].find((one) => one.textContent === text);

test('a pressed chord is added, and can be removed', async () => {
  press('find.open', 'Y');
  await settled();
  assert.deepEqual(settings.get('keys'), { 'find.open': ['Ctrl+Shift+F', 'Ctrl+Shift+Y'] });
  row('find.open').querySelector('[aria-label^="Remove Ctrl+Shift+Y"]').click();
  await settled();
  assert.deepEqual(settings.get('keys'), {});
});

test('a chord of another action is assigned only if the user agrees', async () => {
  press('find.open', 'K');
  assert.match(row('find.open').textContent, /Already used by “Command palette”/);
  assert.deepEqual(settings.get('keys'), {});
  button('Assign').click();
  await settled();
  assert.deepEqual(settings.get('keys')['find.open'], ['Ctrl+Shift+F', 'Ctrl+Shift+K']);
  row('find.open').querySelector('[data-reset]').click();
  await settled();
  assert.deepEqual(settings.get('keys')['find.open'], undefined);
});

test('a key that types is refused, and Escape cancels', () => {
  add('find.open').click();
  pressKey(add('find.open'), 'a', { code: 'KeyA' });
  assert.match(row('find.open').textContent, /belongs to the terminal/);
  pressKey(add('find.open'), 'Escape', { code: 'Escape' });
  assert.equal(add('find.open').textContent, 'Add');
});

test('the help shows the chords of the user, and what this page cannot do', () => {
  const help = helpContent(settings, { has: (id) => id === 'find.open' });
  const keysOf = (id) => help.querySelector(`[data-action="${id}"] dd`).textContent;
  assert.match(keysOf('find.open'), /Ctrl\+Shift\+F/);
  assert.equal(keysOf('copy'), 'not on this page');
  const platform = help.querySelector('select');
  platform.value = 'mac';
  platform.dispatchEvent(new Event('change'));
  assert.match(keysOf('find.open'), /Command\+F/);
  assert.match(help.textContent, /Full screen: This browser cannot/);
});

test('the editor leaves nothing behind', () => {
  unmount();
  assert.equal(document.querySelector('#editor').textContent, '');
});
