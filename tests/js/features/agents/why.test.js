import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

const { document } = makePage('<button id="badge" aria-expanded="false"></button>');
globalThis.visualViewport ??= new EventTarget();
const { openWhy } = await import('../../../../static/js/features/agents/why.js');

const agent = (more) => ({
  session_id: '$0',
  window_id: '@0',
  pane_id: '%3',
  kind: 'waiting',
  since: 940,
  agent: 'claude',
  ...more,
});

test('a rule for the screen is named, with its text and age', async () => {
  const badge = document.getElementById('badge');
  const byRule = agent({ source: 'screen', rule: 'A <b>question</b> is open.', rule_name: 'permission' });
  await openWhy(badge, [byRule, agent({ agent: '', source: 'hook', rule: '@webmux_agent' })], 1000);
  const [screen, hook] = document.querySelectorAll('.why section');
  assert.equal(screen.querySelector('h3').textContent, 'claude needs you');
  const told = [...screen.querySelectorAll('dd')].map(({ textContent }) => textContent);
  assert.deepEqual(told, [
    'Its screen: a rule fits.',
    'permission',
    'A <b>question</b> is open.',
    '1 min ago',
    '%3',
  ]);
  assert.match(hook.textContent, /agent needs you.*by its hooks/);
  assert.equal(hook.querySelectorAll('dd').length, 3);
  assert.equal(badge.getAttribute('aria-expanded'), 'true');
});
