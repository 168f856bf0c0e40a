import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, settled } from '../../page.js';

makePage();
const { SessionFacts } = await import('../../../../static/js/features/sessions/session-facts.js');
const { HomeCard } = await import('../../../../static/js/features/sessions/home-card.js');

const FACTS = { epoch: 'e', sessions: { $1: { branch: 'main', dirty: true, ports: [3000, 8080] } } };

test('many changes make one request, and the next one waits', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const [asked, got] = [[], []];
  const api = { ask: async (method, path) => asked.push(`${method} ${path}`) && FACTS };
  window.setTimeout = globalThis.setTimeout;
  const facts = new SessionFacts(api, (found) => got.push(found));
  for (let count = 0; count < 5; count += 1) facts.wake();
  t.mock.timers.tick(1);
  assert.deepEqual(asked, ['GET /api/session-facts']);
  facts.wake();
  t.mock.timers.tick(10_000);
  assert.equal(asked.length, 1);
  t.mock.timers.tick(6000);
  assert.equal(asked.length, 2);
  t.mock.timers.tick(60_000);
  assert.equal(asked.length, 2); // nothing happened since
  facts.dispose();
  t.mock.timers.reset();
  await settled();
  assert.deepEqual(got, [FACTS, FACTS]);
});

test('a card shows branch, mark and ports as text, and nothing that is not known', () => {
  const card = new HomeCard({ ask() {} }, { save() {}, rename() {}, kill() {} });
  const repo = card.element.querySelector('.card-repo');
  card.setFacts({ branch: '<b>', dirty: true, ports: [3000, 8080] });
  assert.equal(repo.textContent, '<b>●:3000 :8080');
  card.setFacts({ branch: 'main', dirty: false, ports: [] });
  assert.equal(repo.textContent, 'main');
  card.setFacts(undefined);
  assert.equal(repo.childNodes.length, 0);
});
