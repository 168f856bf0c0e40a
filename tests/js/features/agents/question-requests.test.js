import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ApiError } from '../../../../static/js/net/api.js';
import { askQuestion, sendAnswer } from '../../../../static/js/features/agents/question-requests.js';

const failing = (error) => ({ ask: () => Promise.reject(error) });
const shown = { pane_id: '%12', digest: 'd' };

test('the question of a pane is asked by its number', async () => {
  assert.equal(
    await askQuestion({ ask: async (...what) => what.join(' ') }, '%12'),
    'GET /api/panes/12/question',
  );
});

test('a refusal has the question to show next, if the server sent one', async () => {
  const moved = new ApiError({ status: 409, code: 'moved_on', message: 'x', body: { question: shown } });
  assert.deepEqual(await sendAnswer(failing(moved), shown, { option: '1' }), {
    refused: moved,
    question: shown,
  });
  const gone = new ApiError({ status: 0, code: 'unreachable', message: 'x' });
  assert.deepEqual(await sendAnswer(failing(gone), shown, { text: 'x' }), { refused: gone, question: null });
});
