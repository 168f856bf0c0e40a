/** Why a badge says what it says: the source, the rule that decided, and since when. Loaded at a press. */
import { openPopover } from '../../components/popover.js';
import { el } from '../../lib/dom.js';
import { duration } from '../../lib/format.js';
import { needStyle } from '../../lib/load-style.js';
import { TEXT } from './why-text.js';

/** @typedef {import('../../lib/agent-states.js').Agent} Agent */

/**
 * Shows it below a badge.
 * @param {HTMLElement} badge
 * @param {Agent[]} agents the agents that it counts.
 * @param {number} nowSeconds
 */
export async function openWhy(badge, agents, nowSeconds) {
  await Promise.all([needStyle('components/overlays.css'), needStyle('features/agents/why.css')]);
  if (!badge.isConnected) return;
  const panel = el(
    'div',
    { class: 'why', role: 'dialog', 'aria-label': TEXT.title, tabindex: '-1' },
    el('h2', { text: TEXT.title }),
    ...agents.map((agent) => section(agent, nowSeconds)),
  );
  openPopover(badge, panel);
  panel.focus({ preventScroll: true });
}

/** @param {Agent} agent @param {number} nowSeconds */
function section({ agent, kind, since, source, rule, rule_name, pane_id }, nowSeconds) {
  const rows = [
    [TEXT.source, TEXT.sources[source] ?? TEXT.sources.process],
    [TEXT.rule, source === 'screen' ? rule_name : ''],
    ['', source === 'screen' ? rule : ''],
    [TEXT.since, TEXT.age(duration(Math.max(0, nowSeconds - since)))],
    [TEXT.pane, pane_id],
  ];
  return el(
    'section',
    {},
    el('h3', { text: TEXT.says(agent || TEXT.anAgent, TEXT.kinds[kind] ?? kind) }),
    el(
      'dl',
      {},
      ...rows
        .filter(([, value]) => value)
        .flatMap(([name, value]) => [el('dt', { text: name }), el('dd', { text: value })]),
    ),
    el('p', { class: 'why-more' }, `${TEXT.explain} `, el('code', { text: TEXT.command(pane_id) })),
  );
}
