import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, settled } from '../../page.js';

makePage('', { styles: '/' });
const { openSaved } = await import('../../../../static/js/features/restore/open-saved.js');

const session = { id: '$0', name: 'old', windows: 1, panes: 1, state: 'settled' };
const SET = { id: 's', saved_at: 1, current: false, gone: 0, sessions: [session] };

function serving(sets) {
  const sent = [];
  const ask = async (method, path, body) => {
    if (method === 'POST') sent.push([path, body]);
    return path === '/api/saved-sessions' ? { offered: null, restore: null, sets } : { sessions: [] };
  };
  return { sent, api: { ask } };
}

test('sessions that are not offered can be restored', async () => {
  const { api, sent } = serving([SET]);
  const done = openSaved(api);
  await settled();
  const dialog = document.querySelector('dialog');
  dialog.querySelector('.restore-choice input').checked = true;
  dialog.querySelector('form').dispatchEvent(new Event('submit', { cancelable: true }));
  await done;
  assert.deepEqual(sent, [['/api/saved-sessions/s/restore', { sessions: [{ id: '$0' }], taken: 'rename' }]]);
  assert.match(document.querySelector('.toasts').textContent, /are being restored/);
});

test('without older sessions a message says so', async () => {
  const { api } = serving([]);
  await openSaved(api);
  assert.equal(document.querySelector('dialog'), null);
  assert.match(document.querySelector('.toasts').textContent, /No older sessions are saved/);
});
