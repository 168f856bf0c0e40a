import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, settled } from '../../page.js';

makePage('');
const { askSavePreset } = await import('../../../../static/js/features/presets/save-preset.js');

const dialog = () => document.querySelector('dialog');

async function submit(values = {}) {
  const form = dialog().querySelector('form');
  for (const [name, value] of Object.entries(values)) form.elements.namedItem(name).value = value;
  form.dispatchEvent(new Event('submit', { cancelable: true }));
  await settled();
}

test('a session is saved under a name, with or without its commands', async () => {
  const sent = [];
  const api = { ask: async (method, path, body) => sent.push([method, path, body]) && { name: body.name } };
  const done = askSavePreset(api, { id: '$1', name: 'api' });
  assert.equal(dialog().querySelector('[name=name]').value, 'api');
  assert.equal(dialog().querySelector('[name=commands]').value, 'save');
  await submit({ commands: 'leave' });
  await done;
  const fields = { session_id: '$1', name: 'api', description: '', commands: false };
  assert.deepEqual(sent, [['POST', '/api/presets', fields]]);
  assert.match(document.querySelector('.toasts').textContent, /“api” saved/);
});

test('a preset of the same name is replaced only after a question', async () => {
  const sent = [];
  const api = {
    ask: async (_method, _path, body) => {
      sent.push(body.replace);
      if (body.replace) return { name: body.name };
      throw Object.assign(new Error('taken'), { code: 'preset_name_taken' });
    },
  };
  const done = askSavePreset(api, { id: '$1', name: 'api' });
  await submit();
  assert.match(dialog().textContent, /Replace preset “api”\?/);
  assert.deepEqual(sent, [undefined]);
  await submit();
  await done;
  assert.deepEqual(sent, [undefined, true]);
});
