import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';

import { makePage } from '../../page.js';

const BODY = `
  <h1 id="who"></h1>
  <main id="answer" aria-busy="true"><p id="state"></p><pre id="lines" hidden></pre></main>
  <footer class="answer-foot"><p id="problem" hidden></p><div id="options"></div>
    <form id="write" hidden><input id="text"><button type="submit">Send</button></form>
    <span id="keys" hidden></span><a id="terminal" href="/s/work"></a></footer>`;
const page = makePage(BODY);
mock.timers.enable({ apis: ['setTimeout'] });
window.setTimeout = globalThis.setTimeout;
const { AnswerView } = await import('../../../../static/js/features/notifications/answer-view.js');

const MENU = {
  session: 'work',
  window_id: '@1',
  waiting: true,
  agent: 'claude',
  since: Date.now() / 1000 - 60,
  lines: ['Run npm test?', '', '> 1. Yes', '  2. <b>No</b>'],
  options: [
    { key: '1', label: 'Yes' },
    { key: '2', label: '<b>No</b>' },
  ],
  digest: 'a'.repeat(32),
  may_answer: true,
};
let question = MENU;
let failure = null;
let sent = [];
const api = {
  async ask(method, path, body) {
    if (method === 'GET') return question;
    sent.push([path, body]);
    if (failure) throw failure;
    return {};
  },
};
const text = (selector) => document.querySelector(selector).textContent;
const buttons = () => [...document.querySelectorAll('.answer-option')];

async function opened(digest = '') {
  const view = new AnswerView(api, { pane: '4', digest });
  await view.load();
  return view;
}

async function pressed(button) {
  button.click();
  for (let turn = 0; turn < 10; turn += 1) await settled();
}

beforeEach(() => {
  page.document.body.innerHTML = BODY;
  [question, failure, sent] = [MENU, null, []];
});

test('options are buttons that send their key with the digest', async () => {
  await opened();
  assert.deepEqual([text('#who'), text('#lines')], ['claude · work', 'Run npm test?']);
  assert.match(text('#state'), /^claude needs you, for 1 min/);
  assert.deepEqual(
    buttons().map((button) => button.lastChild.textContent),
    ['Yes', '<b>No</b>'],
  );
  await pressed(buttons()[0]);
  assert.deepEqual(sent, [['/api/panes/4/answer', { digest: MENU.digest, option: '1' }]]);
  assert.equal(text('#state'), 'Sent: Yes. If claude asks more, it appears here.');
  question = { ...MENU, waiting: false, options: [] };
  await opened();
  assert.match(text('#state'), /claude does not wait/);
  assert.deepEqual(buttons(), []);
});

test('a question that is not the notified one says so until it is answered', async () => {
  const view = await opened('b'.repeat(32));
  assert.match(text('#state'), /^It has moved on/);
  await view.load();
  assert.match(text('#state'), /^It has moved on/);
});

test('a refused answer says that it has moved on and shows what is there', async () => {
  await opened();
  failure = Object.assign(new Error('moved'), { code: 'moved_on', status: 409 });
  question = { ...MENU, lines: ['Delete all?'], options: [], digest: 'c'.repeat(32) };
  await pressed(buttons()[0]);
  assert.deepEqual([text('#lines'), buttons().length], ['Delete all?', 0]);
  assert.equal(document.querySelector('#problem').hidden, false);
  assert.match(text('#problem'), /nothing was sent/);
});

test('buttons of a question that replaced another take no press at once', async () => {
  const view = await opened();
  question = { ...MENU, digest: 'd'.repeat(32) };
  await view.load();
  await pressed(buttons()[0]);
  assert.deepEqual(sent, []);
  mock.timers.tick(500);
  await pressed(buttons()[0]);
  assert.equal(sent.length, 1);
});

test('a user who may not type sees the question only', async () => {
  question = { ...MENU, may_answer: false };
  await opened();
  assert.match(text('#state'), /Read-only/);
  assert.match(text('#lines'), /1\. Yes/);
  assert.deepEqual(buttons(), []);
  for (const selector of ['#write', '#keys']) assert.equal(document.querySelector(selector).hidden, true);
});
