/** The agents that wait, in the order of the inbox, and which option a key means. Pure. */

/**
 * @typedef {import('../../lib/agent-states.js').Agent} Agent
 * @typedef {{paneId: string, sessionId: string, windowId: string, session: string, agent: string,
 *   since: number}} Letter
 */

/**
 * Each agent that waits once, the longest waiting first.
 * @param {{epoch: string, sessions: {id: string, name: string}[]}|null} list
 * @param {import('../../lib/agent-states.js').AgentList|null} states
 * @returns {Letter[]}
 */
export function lettersOf(list, states) {
  if (!list || states?.epoch !== list.epoch) return [];
  const names = new Map(list.sessions.map(({ id, name }) => [id, name]));
  const found = new Map();
  for (const { kind, pane_id: paneId, session_id: sessionId, window_id, agent, since } of states.agents)
    if (kind === 'waiting' && names.has(sessionId) && !found.has(paneId)) {
      const session = names.get(sessionId);
      found.set(paneId, { paneId, sessionId, windowId: window_id, session, agent, since });
    }
  return [...found.values()].sort((a, b) => a.since - b.since);
}

/**
 * The letter to show: the one that is shown as long as it waits, otherwise the one that took its place.
 * @param {Letter[]} letters
 * @param {string} paneId the pane that is shown.
 * @param {number} at its place before.
 */
export function stayAt(letters, paneId, at) {
  const found = letters.findIndex((letter) => letter.paneId === paneId);
  return found >= 0 ? found : Math.max(0, Math.min(at, letters.length - 1));
}

/**
 * The key of the option that a key of the keyboard means: 1 to 9 themselves, `y` the first that begins with
 * Yes or another word of consent, `n` the first that begins with No or another word of refusal.
 * @param {string} key
 * @param {{key: string, label: string}[]} options
 * @returns {string|undefined}
 */
export function optionFor(key, options) {
  if (/^[1-9]$/.test(key)) return options.find((option) => option.key === key)?.key;
  const words = { y: /^(yes|allow|approve|accept|proceed)\b/i, n: /^(no|deny|reject|decline|don't)\b/i }[key];
  return words && options.find(({ label }) => words.test(label))?.key;
}
