/** What the agents in panes do, as the server reports it. Pure. */

/** Kinds that a list shows, the most urgent first. @type {readonly ('waiting'|'done'|'working')[]} */
export const SHOWN = Object.freeze(['waiting', 'done', 'working']);

/**
 * @typedef {{session_id: string, window_id: string, pane_id: string, kind: string, since: number, agent:
 *   string, source?: string, rule?: string, rule_name?: string}} Agent `since` is in seconds.
 * @typedef {{epoch: string, agents: Agent[]}} AgentList `epoch` identifies the run of a tmux server.
 */

/**
 * Sessions with the agents of their panes, and what was answered in the last minute. What belongs to another
 * tmux server is left out.
 * @template {{epoch: string, sessions: import('./session-order.js').Session[]}} List
 * @param {List} list
 * @param {AgentList|null} states
 * @param {{epoch: string, answers: any[]}|null} [given]
 * @returns {List}
 */
export function withAgents(list, states, given = null) {
  const agents = states?.epoch === list.epoch ? states.agents : [];
  const answers = given?.epoch === list.epoch ? given.answers : [];
  const sessions = list.sessions.map((session) => ({
    ...session,
    agents: agents.filter(({ session_id }) => session_id === session.id),
    answers: answers.filter(({ session_id }) => session_id === session.id),
  }));
  return { ...list, sessions };
}

/** What identifies the time for which an agent is in its state. @param {Agent} agent */
export const episodeOf = ({ pane_id, since }) => `${pane_id} ${since}`;

/** The agents that need an answer: each pane once, although its window may be in several sessions. */
export function waitingPanes(/** @type {Agent[]} */ agents) {
  const byPane = new Map();
  for (const agent of ofKind(agents, 'waiting'))
    if (!byPane.has(agent.pane_id)) byPane.set(agent.pane_id, agent);
  return [...byPane.values()];
}

/** The agents of one kind, the longest in it first. @param {Agent[]} agents @param {string} kind */
export function ofKind(agents, kind) {
  return agents.filter((agent) => agent.kind === kind).sort((a, b) => a.since - b.since);
}
