import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage('');
const { AgentBadges } = await import('../../../../static/js/features/sessions/agent-badges.js');

const agent = (kind, since, name = '') => ({
  session_id: '$0',
  window_id: '@0',
  pane_id: '%0',
  kind,
  since,
  agent: name,
});
const shown = ({ element }) =>
  [...element.children].filter(({ hidden }) => !hidden).map(({ textContent }) => textContent);

test('each kind has words, the names for screen readers, and the ages as a title', () => {
  const badges = new AgentBadges();
  badges.show([agent('waiting', 940, 'codex'), agent('waiting', 400), agent('idle', 1)], 1000);
  assert.deepEqual(shown(badges), ['2 need you (agent, codex)']);
  const waiting = badges.element.querySelector('[data-agent=waiting]');
  assert.equal(waiting.title, 'agent: for 10 min\ncodex: for 1 min');
  badges.tick(1060);
  assert.equal(waiting.title, 'agent: for 11 min\ncodex: for 2 min');
  badges.show([agent('working', 1), agent('done', 1)], 1000);
  assert.deepEqual(shown(badges), ['done (agent)', 'working (agent)']);
  badges.show(undefined, 1000);
  assert.deepEqual(shown(badges), []);
});
