import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, pressKey, settled } from '../../page.js';

makePage('');
const { askNewSession } = await import('../../../../static/js/features/sessions/session-dialogs.js');
const { matchingPresets } = await import('../../../../static/js/features/presets/preset-choice.js');

const preset = (name, more = {}) => ({
  id: name,
  name,
  source: 'own',
  owner: 'ada',
  description: '',
  folder: '~',
  windows: 1,
  panes: 1,
  commands: [],
  runs: false,
  shared: false,
  ...more,
});
const API = preset('api', {
  description: 'the server',
  windows: 2,
  panes: 3,
  commands: ['vim .', 'make run'],
});
const WEB = preset('web', { id: 'file:web', source: 'file', commands: ['npm start'], runs: true });

const dialog = () => document.querySelector('dialog');
const radio = (id) => dialog().querySelector(`input[type=radio][value="${id}"]`);
const field = (name) => dialog().querySelector('form').elements.namedItem(name);
const button = () => dialog().querySelector('[type=submit]');
const isShown = (element) => !element.closest('[hidden]');

/** Opens the dialog; `session` is its result after `done`. */
async function opened(presets, { created = [], running = [] } = {}) {
  const api = {
    ask: async () => ({ presets }),
    createSession: async (fields) => {
      created.push(fields);
      return { name: fields.name || fields.preset };
    },
  };
  const sessions = running.map((name) => ({ name, path: '~' }));
  const result = { session: undefined };
  result.done = askNewSession(api, sessions).then((session) => {
    result.session = session;
  });
  await settled();
  return result;
}

function choose(id) {
  radio(id).checked = true;
  radio(id).dispatchEvent(new Event('change', { bubbles: true }));
}

async function submit() {
  dialog()
    .querySelector('form')
    .dispatchEvent(new Event('submit', { cancelable: true }));
  await settled();
}

test('without presets the dialog is as it was', async () => {
  const { done } = await opened([]);
  assert.equal(dialog().querySelector('.preset-choice').hidden, true);
  dialog().querySelector('[data-cancel]').click();
  await done;
});

test('a preset replaces folder and command, and its name is the default', async () => {
  const created = [];
  const result = await opened([API, WEB], { created });
  assert.equal(radio('').checked, true);
  assert.ok(isShown(field('cwd')));
  choose('api');
  assert.ok(!isShown(field('cwd')) && !isShown(field('command')) && !isShown(field('after')));
  assert.equal(field('name').placeholder, 'api');
  assert.match(dialog().querySelector('.preset-commands').textContent, /vim \., make run/);
  assert.ok(isShown(field('run')));
  await submit();
  await result.done;
  assert.deepEqual(created, [{ preset: 'api', name: '' }]);
  assert.deepEqual(result.session, { name: 'api' });
});

test('saved commands run only if the user ticks it; those of the file need no question', async () => {
  const created = [];
  const { done } = await opened([API, WEB], { created });
  choose('file:web');
  assert.ok(!isShown(field('run')));
  assert.match(dialog().textContent, /start at once/);
  choose('api');
  field('run').checked = true;
  await submit();
  await done;
  assert.deepEqual(created, [{ preset: 'api', name: '', run: true }]);
});

test('a session that runs is opened, not made twice', async () => {
  const created = [];
  const result = await opened([API], { created, running: ['api', 'docs'] });
  choose('api');
  assert.match(dialog().textContent, /“api” runs already/);
  assert.equal(button().textContent, 'Open “api”');
  field('name').value = 'api 2';
  field('name').dispatchEvent(new Event('input'));
  assert.equal(button().textContent, 'Create session');
  field('name').value = 'docs';
  field('name').dispatchEvent(new Event('input'));
  assert.equal(button().textContent, 'Open “docs”');
  await submit();
  await result.done;
  assert.deepEqual([created, result.session], [[], { name: 'docs' }]);
});

test('many presets have a search field, whose first match is chosen', async () => {
  const many = Array.from({ length: 8 }, (_, number) => preset(`p${number}`));
  const { done } = await opened([...many, API]);
  const search = dialog().querySelector('[type=search]');
  assert.equal(search.hidden, false);
  search.value = 'MAKE server';
  search.dispatchEvent(new Event('input'));
  assert.equal(dialog().querySelectorAll('[type=radio]').length, 1);
  assert.equal(radio('api').checked, true);
  pressKey(search, 'ArrowDown');
  assert.equal(document.activeElement, radio('api'));
  search.value = 'nothing';
  search.dispatchEvent(new Event('input'));
  assert.match(dialog().textContent, /No preset matches/);
  assert.equal(pressKey(search, 'Enter').defaultPrevented, true);
  dialog().querySelector('[data-cancel]').click();
  await done;
});

test('words are found in names, descriptions, folders and commands', () => {
  assert.deepEqual(matchingPresets([API, WEB], ''), [API, WEB]);
  assert.deepEqual(matchingPresets([API, WEB], 'npm ~'), [WEB]);
  assert.deepEqual(matchingPresets([API, WEB], 'the VIM'), [API]);
});
