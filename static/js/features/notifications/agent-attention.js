/** Agents that need an answer, on the terminal page: their number in the title, and notifications. */
import { waitingPanes } from '../../lib/agent-states.js';
import { setCount } from '../../components/document-title.js';
import { AgentNotices } from './agent-notices.js';
import { isMuted } from './notification-rules.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installAgentAttention(page) {
  const notices = page.guest ? null : new AgentNotices(page.settings);
  let states = { epoch: '', agents: [], names: {} };
  const count = () =>
    setCount(
      countOf(states, (name) => page.settings.get(name)),
      'agents',
    );
  page.events.on('attached', () => page.subscription.command('watch-agents').catch(() => {}));
  page.events.on('agents', (event) => {
    states = event;
    count();
    notices?.follow(event);
  });
  page.settings.watch('notify.muted', count);
}

/**
 * How many agents need an answer, in sessions that are not muted.
 * @param {{agents: import('../../lib/agent-states.js').Agent[], names: Record<string, string>}} states
 * @param {(name: string) => any} get a setting.
 * @testonly
 */
export function countOf({ agents, names }, get) {
  return waitingPanes(agents).filter(({ session_id: id }) => !isMuted(names[id] ?? '', get)).length;
}
