import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, settled } from '../../page.js';

makePage('', { role: 'admin', styles: '/' });
const { managePresets } = await import('../../../../static/js/features/presets/preset-list.js');

const fields = { description: '', folder: '~', windows: 1, panes: 1, commands: [], runs: false };
const row = (id, source, more = {}) => ({
  id,
  name: id,
  source,
  owner: 'eve',
  shared: false,
  ...fields,
  ...more,
});

const dialogs = () => [...document.querySelectorAll('dialog')];
function serving(presets) {
  const sent = [];
  const ask = async (method, path, body) => {
    if (method === 'GET') return { presets };
    sent.push([method, path, body]);
    return { ...presets[0], ...body };
  };
  return { sent, api: { ask } };
}

/** Waits for the requests and the style sheet before the dialog. */
async function shown() {
  for (let turn = 0; turn < 4; turn += 1) await settled();
}

test('only presets that the user saved have buttons', async () => {
  const { api } = serving([row('file:web', 'file'), row('1', 'own'), row('2', 'shared')]);
  const done = managePresets(api);
  await shown();
  assert.deepEqual(
    [...dialogs()[0].querySelectorAll('[data-act]')].map((button) => button.getAttribute('aria-label')),
    ['Rename: 1', 'Share with all: 1', 'Delete: 1'],
  );
  assert.match(dialogs()[0].textContent, /webmux\.toml.*from eve/);
  dialogs()[0]
    .querySelector('form')
    .dispatchEvent(new Event('submit', { cancelable: true }));
  await done;
});

test('sharing and deleting', async () => {
  const { api, sent } = serving([row('1', 'own')]);
  const done = managePresets(api);
  await shown();
  dialogs()[0].querySelector('[data-act=share]').click();
  await settled();
  dialogs()[0].querySelector('[data-act=delete]').click();
  await settled();
  assert.match(dialogs()[1].textContent, /Delete preset “1”\?/);
  dialogs()[1]
    .querySelector('form')
    .dispatchEvent(new Event('submit', { cancelable: true }));
  await settled();
  assert.deepEqual(sent, [
    ['PATCH', '/api/presets/1', { shared: true }],
    ['DELETE', '/api/presets/1', undefined],
  ]);
  dialogs()[0]
    .querySelector('form')
    .dispatchEvent(new Event('submit', { cancelable: true }));
  await done;
});
