import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, settled } from '../../page.js';

makePage('<section id="restore" hidden></section>');
const { RestoreCard, linesOf } = await import('../../../../static/js/features/restore/restore-card.js');

const session = (id, name, state = 'gone') => ({ id, name, windows: 2, panes: 3, state });
const SET = {
  id: 's1',
  saved_at: 1_700_000_000,
  current: false,
  gone: 2,
  sessions: [session('$0', 'api'), session('$1', 'docs')],
};
const NOTHING = { offered: null, restore: null, sets: [] };
const OFFER = { offered: 's1', restore: null, sets: [SET] };
const result = (id, name, more = {}) => ({
  id,
  name,
  outcome: 'restored',
  session_id: '$7',
  problems: [],
  ...more,
});
const RUNNING = {
  set: 's1',
  user: 'ada',
  running: true,
  windows: 4,
  windows_done: 1,
  sessions: 2,
  sessions_done: 0,
  results: [],
};
const ENDED = { ...RUNNING, running: false, windows_done: 4, sessions_done: 2 };

const element = document.querySelector('#restore');
const shown = () =>
  [...element.querySelectorAll('button')]
    .filter((button) => !button.closest('[hidden]'))
    .map((button) => button.textContent);

function card(answers = {}) {
  const sent = [];
  const ask = async (method, path, body) => {
    sent.push([method, path, body]);
    if (answers.error) throw new Error(answers.error);
    return answers.restore ?? null;
  };
  return { sent, card: new RestoreCard(element, { ask }) };
}

test('nothing is shown while nothing is gone', () => {
  const { card: one } = card();
  one.show(NOTHING);
  assert.equal(element.hidden, true);
  one.show(OFFER);
  assert.equal(element.hidden, false);
  assert.match(element.textContent, /2 sessions from .* are gone/);
  assert.deepEqual(shown(), ['Restore all', 'Choose', 'Dismiss']);
  one.show(NOTHING);
  assert.equal(element.hidden, true);
});

test('a single session is named', () => {
  const { card: one } = card();
  const [first, second] = OFFER.sets[0].sessions;
  one.show({
    ...OFFER,
    sets: [{ ...OFFER.sets[0], gone: 1, sessions: [{ ...first, state: 'runs' }, second] }],
  });
  assert.match(element.textContent, new RegExp(`“${second.name}” from .* is gone.*make it again`));
});

test('a restore shows how far it is, then what it did', async () => {
  const { card: one, sent } = card({ restore: RUNNING });
  one.show(OFFER);
  element.querySelector('button').click();
  await settled();
  assert.deepEqual(sent, [['POST', '/api/saved-sessions/s1/restore', {}]]);
  assert.match(element.textContent, /0 of 2 sessions, 1 of 4 windows.*ada/);
  assert.equal(element.querySelector('progress').value, 1);
  assert.deepEqual(shown(), []);
  const results = [
    result('$0', 'api 2'),
    result('$1', 'docs', { outcome: 'failed', problems: ['no room.'] }),
  ];
  one.show({ ...OFFER, restore: { ...ENDED, results } });
  assert.match(element.textContent, /1 of 2 sessions restored/);
  assert.match(element.textContent, /“api” is now “api 2”/);
  assert.match(element.textContent, /“docs” was not restored: no room/);
  assert.deepEqual(shown(), ['Close']);
  [...element.querySelectorAll('button')].find((button) => !button.closest('[hidden]')).click();
  assert.match(element.textContent, /are gone/);
});

test('a page that did not see a restore run does not show its result', () => {
  const { card: one } = card();
  one.show({ ...NOTHING, restore: ENDED });
  assert.equal(element.hidden, true);
});

test('a refusal is said, and the offer stays', async () => {
  const { card: one } = card({ error: 'a restore runs already' });
  one.show(OFFER);
  element.querySelector('button').click();
  await settled();
  assert.match(document.querySelector('.toasts').textContent, /a restore runs already/);
  assert.deepEqual(shown(), ['Restore all', 'Choose', 'Dismiss']);
});

test('an admin is asked once whether to save histories', async () => {
  document.documentElement.dataset.role = 'admin';
  const { card: one, sent } = card();
  const asked = () => !element.querySelector('.restore-history').hidden;
  for (const [history, expected] of [
    ['open', true],
    ['off', false],
    [undefined, false],
  ]) {
    one.show({ ...OFFER, history });
    assert.equal(asked(), expected);
  }
  one.show({ ...OFFER, history: 'open' });
  [...element.querySelectorAll('button')].find(({ textContent }) => textContent === 'Save histories').click();
  await settled();
  assert.deepEqual(sent, [['POST', '/api/saved-sessions/history', { save: true }]]);
  assert.equal(asked(), false);
  document.documentElement.dataset.role = 'operator';
  one.show({ ...OFFER, history: 'open' });
  assert.equal(asked(), false);
});

test('many differences are cut', () => {
  const problems = Array.from({ length: 40 }, (_, number) => `problem ${number}`);
  const lines = linesOf({ ...ENDED, results: [result('$0', 'api', { problems })] });
  assert.equal(lines.length, 12);
  assert.equal(lines.at(-1), 'and 29 more');
});
