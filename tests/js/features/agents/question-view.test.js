import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage('<p id="live"></p>');
const { ApiError } = await import('../../../../static/js/net/api.js');
const { QuestionView } = await import('../../../../static/js/features/agents/question-view.js');
const { SessionQuestions } = await import('../../../../static/js/features/agents/session-questions.js');

const question = (more = {}) => ({
  pane_id: '%7',
  session: 'work',
  window_id: '@3',
  waiting: true,
  agent: 'claude',
  since: 1,
  lines: ['Go on?', '❯ 1. Yes', '  2. No'],
  options: [
    { key: '1', label: 'Yes' },
    { key: '2', label: '<b>No</b>' },
  ],
  digest: 'd1',
  may_answer: true,
  ...more,
});

/** An API that answers from a list and notes what it was asked. */
function fakeApi(...replies) {
  const calls = [];
  return {
    calls,
    ask: async (method, path, body) => {
      calls.push([method, path, body]);
      const reply = replies.shift();
      if (reply instanceof Error) throw reply;
      return reply;
    },
  };
}

const labels = ({ element }) =>
  [...element.querySelectorAll('.question-option span')].map(({ textContent }) => textContent);
const status = ({ element }) => element.querySelector('[role=status]').textContent;
const shown = ({ element }) => element.querySelector('.question-lines').textContent;
const field = ({ element }) => element.querySelector('textarea');

test('options are buttons with plain text, and a press sends the digest of what is shown', async () => {
  const given = { pane_id: '%7', by: 'ada', device: 'phone', label: 'Yes', at: 1 };
  const api = fakeApi(question(), given);
  const answered = [];
  const view = new QuestionView({ api, paneId: '%7', settleMs: 0, onAnswered: (one) => answered.push(one) });
  await view.load();
  assert.deepEqual(labels(view), ['Yes', '<b>No</b>']);
  assert.equal(shown(view), 'Go on?');
  assert.match(view.element.querySelector('a').getAttribute('href'), /\/s\/work\?window=%403$/);
  assert.equal(view.element.querySelector('form').hidden, true);
  assert.equal(view.press('9'), false);
  await view.answer({ option: '1' });
  assert.deepEqual(api.calls, [
    ['GET', '/api/panes/7/question', undefined],
    ['POST', '/api/panes/7/answer', { digest: 'd1', option: '1' }],
  ]);
  assert.deepEqual(answered, [given]);
  assert.equal(status(view), 'Sent: Yes');
});

test('a refusal shows the new question and what was typed stays', async () => {
  const next = question({ digest: 'd2', options: [], lines: ['Which file?'] });
  const moved = new ApiError({ status: 409, code: 'moved_on', message: 'x', body: { question: next } });
  const view = new QuestionView({
    api: fakeApi(question({ options: [] }), moved),
    paneId: '%7',
    settleMs: 0,
  });
  await view.load();
  field(view).value = 'a text';
  await view.answer({ text: 'a text' });
  assert.equal(field(view).value, 'a text');
  assert.equal(view.question.digest, 'd2');
  assert.match(status(view), /^It has moved on/);
});

test('a text is not offered for a menu, unless it is typed already; then Esc comes first', async () => {
  const view = new QuestionView({
    api: fakeApi(question({ options: [] }), question()),
    paneId: '%7',
    settleMs: 0,
  });
  await view.load();
  const form = view.element.querySelector('form');
  assert.equal(form.hidden, false);
  field(view).value = 'a text';
  await view.load();
  assert.equal(form.hidden, false);
  assert.equal(view.element.querySelector('[type=submit]').disabled, true);
  assert.equal(view.element.querySelector('.question-hint').hidden, false);
});

test('a viewer sees the question alone', async () => {
  const api = fakeApi(question({ may_answer: false }));
  const view = new QuestionView({ api, paneId: '%7', settleMs: 0 });
  await view.load();
  assert.deepEqual(labels(view), []);
  assert.equal(view.element.querySelector('.question-keys').hidden, true);
  assert.match(status(view), /^Read-only/);
  assert.match(shown(view), /2\. No/);
  await view.answer({ option: '1' });
  assert.equal(api.calls.length, 1);
});

test('a question that has just appeared takes no press, and says so', async () => {
  const api = fakeApi(question());
  const view = new QuestionView({ api, paneId: '%7', settleMs: 200 });
  await view.load();
  await view.answer({ option: '1' });
  assert.equal(api.calls.length, 1);
  assert.match(status(view), /^Not sent/);
  assert.equal(view.element.querySelector('.question-option').getAttribute('aria-disabled'), 'true');
});

test('while an answer is sent nothing else is', async () => {
  const api = fakeApi(question(), { label: 'Yes' });
  const view = new QuestionView({ api, paneId: '%7', settleMs: 0 });
  await view.load();
  await Promise.all([view.answer({ option: '1' }), view.answer({ option: '2' })]);
  assert.equal(api.calls.length, 2);
});

test('a session shows a question for each agent that waits, and loads it once an episode', async () => {
  const api = fakeApi(question(), question(), question());
  const questions = new SessionQuestions(api);
  const agent = (pane_id, since) => ({ pane_id, since, kind: 'waiting' });
  questions.show([agent('%1', 5), agent('%2', 3)]);
  questions.show([agent('%1', 5), agent('%2', 3)]);
  assert.deepEqual(
    api.calls.map(([, path]) => path),
    ['/api/panes/2/question', '/api/panes/1/question'],
  );
  questions.show([agent('%1', 9)]);
  assert.equal(questions.element.children.length, 1);
  assert.equal(api.calls.length, 3);
});
