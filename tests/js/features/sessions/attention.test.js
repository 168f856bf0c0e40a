import assert from 'node:assert/strict';
import { test } from 'node:test';

import { heeded, newsOf, wordsOf } from '../../../../static/js/features/sessions/attention.js';

const waiting = (id, name, alerts) => ({
  id,
  name,
  alerts: { bell: 0, done: 0, silence: 0, activity: 0, ...alerts },
});
const api = waiting('$1', 'api', { done: 2, activity: 1 });
const docs = waiting('$2', 'docs', { bell: 1, done: 1 });
const nobody = () => false;

test('the most urgent of all gives the glyph', () => {
  assert.deepEqual(heeded([api, docs], nobody), { sessions: [api, docs], kind: 'bell', glyph: '!' });
  assert.deepEqual(heeded([api], nobody), { sessions: [api], kind: 'done', glyph: '✓' });
  assert.deepEqual(heeded([], nobody), { sessions: [], kind: '', glyph: '' });
});

test('a muted session is not told of', () => {
  assert.deepEqual(
    heeded([api, docs], (name) => name === 'docs'),
    { sessions: [api], kind: 'done', glyph: '✓' },
  );
});

test('each is named with what is most urgent in it, many are counted', () => {
  assert.equal(wordsOf([api, docs]), 'api (finished), docs (bell)');
  const seven = [...'abcdefg'].map((name) => waiting(name, name, { bell: 1 }));
  assert.equal(wordsOf(seven), 'a (bell), b (bell), c (bell), d (bell), e (bell), 2 more');
  assert.equal(wordsOf([]), '');
});

test('news is what rang or ended since', () => {
  assert.deepEqual(newsOf([], [api, docs]), [api, docs]);
  assert.deepEqual(newsOf([api, docs], [api, docs]), []);
  assert.deepEqual(newsOf([api], [waiting('$1', 'api', { done: 2, activity: 5, silence: 1 })]), []);
  assert.deepEqual(
    newsOf([api], [waiting('$1', 'api', { done: 3 })]).map(({ id }) => id),
    ['$1'],
  );
  assert.deepEqual(newsOf([api], []), []);
});
