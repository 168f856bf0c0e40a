import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, settled } from '../../page.js';

makePage('');
const { askKill, askNewSession, askSessionName } = await import(
  '../../../../static/js/features/sessions/session-dialogs.js'
);

const dialog = () => document.querySelector('dialog');
const submit = async (values = {}) => {
  const form = dialog().querySelector('form');
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  form.dispatchEvent(new Event('submit', { cancelable: true }));
  await settled();
};

test('a new session gets the fields, and a shell after the command if the user wants it', async () => {
  const api = { createSession: async (fields) => fields };
  const asked = askNewSession(api, [{ path: '/srv' }, { path: '/srv' }, { path: '~' }]);
  assert.deepEqual(
    [...dialog().querySelectorAll('datalist option')].map(({ value }) => value),
    ['~', '/srv'],
  );
  await submit({ name: 'api', command: 'make', after: 'shell' });
  assert.deepEqual(await asked, { name: 'api', cwd: '', command: 'make', keep_shell: true });
});

test('a refused name is said in the dialog, which stays open', async () => {
  const failure = Object.assign(new Error('duplicate session'), { code: 'name_taken' });
  const api = { renameSession: () => Promise.reject(failure) };
  const asked = askSessionName(api, { id: '$1', name: 'work', windows: 1 });
  await submit({ name: 'docs' });
  assert.match(dialog().textContent, /Another session already has this name/);
  dialog().querySelector('[data-cancel]').click();
  assert.equal(await asked, undefined);
});

test('the question before the end counts the windows', async () => {
  const ended = [];
  const api = { killSession: async (id) => ended.push(id) };
  const asked = askKill(api, { id: '$1', name: 'work', windows: 3 });
  assert.match(dialog().textContent, /“work”.*all 3 windows/);
  await submit();
  assert.ok(await asked);
  assert.deepEqual(ended, ['$1']);
});
