import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, settled } from '../../page.js';

makePage('');
const { chooseSessions, setsToChoose } = await import(
  '../../../../static/js/features/restore/choose-sessions.js'
);

const session = (id, name, state) => ({ id, name, windows: 1, panes: 1, state });
const OLD = { id: 'old', saved_at: 1, current: false, gone: 0, sessions: [session('$0', 'old', 'settled')] };
const NEW = {
  id: 'new',
  saved_at: 2,
  current: false,
  gone: 1,
  sessions: [session('$1', 'api', 'gone'), session('$2', 'docs', 'name_taken'), session('$3', 'x', 'runs')],
};
const NOW = { id: 'now', saved_at: 3, current: true, gone: 0, sessions: [session('$9', 'docs', 'runs')] };
const SAVED = { offered: 'new', restore: null, sets: [NOW, OLD, NEW] };

const dialog = () => document.querySelector('dialog');
const boxes = () => [...dialog().querySelectorAll('.restore-choice input')];
const button = () => dialog().querySelector('[type=submit]');

function tick(box, checked) {
  box.checked = checked;
  box.dispatchEvent(new Event('change', { bubbles: true }));
}

async function submit() {
  dialog()
    .querySelector('form')
    .dispatchEvent(new Event('submit', { cancelable: true }));
  await settled();
}

test('the offered set comes first, and the running one not at all', () => {
  assert.deepEqual(
    setsToChoose(SAVED).map(({ id }) => id),
    ['new', 'old'],
  );
});

test('what is gone is ticked; taken names are restored with a number', async () => {
  const sent = [];
  const api = {
    ask: async (method, path, body) => {
      if (method === 'POST') sent.push([path, body]);
      return { sessions: [{ id: '$1', folder: '~/src', programs: ['vim', 'npm'] }] };
    },
  };
  const done = chooseSessions(api, SAVED, (begin) => begin());
  await settled();
  assert.deepEqual(
    boxes().map(({ checked, disabled }) => [checked, disabled]),
    [
      [true, false],
      [false, false],
      [false, true],
    ],
  );
  assert.match(dialog().textContent, /1 window · ~\/src · vim, npm/);
  assert.equal(button().textContent, 'Restore 1 session');
  tick(dialog().querySelector('.restore-all input'), true);
  assert.equal(button().textContent, 'Restore 2 sessions');
  await submit();
  assert.equal(await done, true);
  const sessions = [{ id: '$1' }, { id: '$2' }];
  assert.deepEqual(sent, [['/api/saved-sessions/new/restore', { sessions, taken: 'rename' }]]);
});

test('an older set can be chosen, and none is a mistake', async () => {
  const api = { ask: async () => ({ sessions: [] }) };
  const done = chooseSessions(api, SAVED, (begin) => begin());
  const select = dialog().querySelector('select');
  select.value = 'old';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  assert.match(dialog().textContent, /Was ended, dismissed or restored before/);
  await submit();
  assert.match(dialog().textContent, /Choose at least one session/);
  dialog().querySelector('[data-cancel]').click();
  assert.equal(await done, false);
});
