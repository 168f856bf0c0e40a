/** Which sessions a list shows, and in which order. Pure. */

import { waitingPanes } from './agent-states.js';

/** What needs attention, the most urgent first. @type {readonly ('bell'|'done'|'silence'|'activity')[]} */
export const ALERTS = Object.freeze(['bell', 'done', 'silence', 'activity']);
/** The same, with what agents say: one that waits for an answer is the most urgent. */
export const URGENT = Object.freeze(['waiting', ...ALERTS]);
const RECENT_MOST = 50;

/**
 * @typedef {object} Session as the API lists it; servers before this one leave out some of the optional
 *   fields.
 * @property {string} id
 * @property {string} name
 * @property {number} windows how many.
 * @property {number} attached tmux clients.
 * @property {number} [viewers] browsers.
 * @property {{cols: number, rows: number}} size
 * @property {number} created_at in seconds.
 * @property {number} activity_at in seconds.
 * @property {string} [command] of the active pane.
 * @property {string} [title] of the active pane.
 * @property {string} [path] of the active pane.
 * @property {boolean} [recording]
 * @property {Record<string, number>} [alerts] windows by kind of alert.
 * @property {import('./agent-states.js').Agent[]} [agents] in its panes; the page adds them.
 */

/**
 * What is most urgent in a session: `waiting` for an agent that needs an answer, or an alert; undefined if
 * nothing is.
 * @param {Pick<Session, 'alerts'|'agents'>} session
 */
export function urgency({ alerts = {}, agents = [] }) {
  if (agents.some(({ kind }) => kind === 'waiting')) return 'waiting';
  return ALERTS.find((name) => alerts[name] > 0);
}

/**
 * How many things need attention: agents that wait, and sessions with another alert.
 * @param {Pick<Session, 'alerts'|'agents'>[]} sessions
 */
export function wanting(sessions) {
  const others = sessions.filter((session) => ALERTS.includes(/** @type {any} */ (urgency(session))));
  return waitingPanes(sessions.flatMap(({ agents = [] }) => agents)).length + others.length;
}

/**
 * Sessions whose name, command and folder together have every word of the filter, in any case.
 * @param {Session[]} sessions
 * @param {string} filter
 */
export function matching(sessions, filter) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return sessions.filter((session) => {
    const text = [session.name, session.command, session.path].filter(Boolean).join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/**
 * @param {Session[]} sessions
 * @param {'attention'|'recent'|'name'} how the first is by what is urgent, and then as the second: opened
 *   last first.
 * @param {string[]} recent names of sessions, opened last first; others follow by name.
 * @returns {Session[]} the same in order.
 */
export function ordered(sessions, how = 'name', recent = []) {
  /** @param {Session} session */
  const opened = (session) => (recent.includes(session.name) ? recent.indexOf(session.name) : recent.length);
  /** @param {Session} session */
  const urgent = (session) => [...URGENT, undefined].indexOf(urgency(session));
  return [...sessions].sort(
    (a, b) =>
      (how === 'attention' ? urgent(a) - urgent(b) : 0) ||
      (how === 'name' ? 0 : opened(a) - opened(b)) ||
      a.name.localeCompare(b.name, undefined, { numeric: true }) ||
      (a.id < b.id ? -1 : 1),
  );
}

/**
 * Sessions, last opened first. The one that is shown comes last, so that the first is the one before it.
 * @param {Session[]} sessions
 * @param {string[]} recent
 * @param {string|undefined} currentId
 */
export function lastFirst(sessions, recent, currentId) {
  const all = ordered(sessions, 'recent', recent);
  return [...all.filter(({ id }) => id !== currentId), ...all.filter(({ id }) => id === currentId)];
}

/**
 * The order while a user reads or points: sessions stay in their place, new ones come last.
 * @param {string[]} shown ids as they are now @param {string[]} sorted ids as they should be
 * @returns {{order: string[], differs: boolean}} whether this differs from `sorted`.
 */
export function steadyOrder(shown, sorted) {
  const still = shown.filter((id) => sorted.includes(id));
  const order = [...still, ...sorted.filter((id) => !still.includes(id))];
  return { order, differs: order.some((id, index) => id !== sorted[index]) };
}

/** Names of sessions opened last, with this one first. @param {string[]} recent @param {string} name */
export function reopened(recent, name) {
  return [name, ...recent.filter((other) => other !== name)].slice(0, RECENT_MOST);
}

/** Folders that sessions are in, most used first, each once. @param {Session[]} sessions */
export function foldersOf(sessions) {
  const counts = new Map();
  for (const { path } of sessions) if (path) counts.set(path, (counts.get(path) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, more]) => more - many || a.localeCompare(b)).map(([path]) => path);
}
