/** Which sessions a list shows, and in which order. Pure. */

/** What needs attention, the most urgent first, as the server counts it. */
export const ALERTS = Object.freeze(['bell', 'done', 'silence', 'activity']);
const RECENT_MOST = 50;

/**
 * @typedef {object} Session as the API lists it; servers before this one leave out some of the optional fields.
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
 */

/** @returns {'bell'|'done'|'silence'|'activity'|undefined} the most urgent that a session needs attention for. */
export function urgency({ alerts = {} }) {
  return ALERTS.find((name) => alerts[name] > 0);
}

/** How many of these sessions need attention. */
export function wanting(sessions) {
  return sessions.filter(urgency).length;
}

/** Sessions whose name, command and folder together have every word of the filter, in any case. */
export function matching(sessions, filter) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return sessions.filter((session) => {
    const text = [session.name, session.command, session.path].filter(Boolean).join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/**
 * @param {Session[]} sessions
 * @param {'attention'|'recent'|'name'} how the first is by what is urgent, and then as the second: opened last first.
 * @param {string[]} recent names of sessions, opened last first; others follow by name.
 * @returns {Session[]} the same in order.
 */
export function ordered(sessions, how = 'name', recent = []) {
  const opened = (session) => (recent.includes(session.name) ? recent.indexOf(session.name) : recent.length);
  const urgent = (session) => [...ALERTS, undefined].indexOf(urgency(session));
  return [...sessions].sort(
    (a, b) =>
      (how === 'attention' ? urgent(a) - urgent(b) : 0) ||
      (how === 'name' ? 0 : opened(a) - opened(b)) ||
      a.name.localeCompare(b.name, undefined, { numeric: true }) ||
      (a.id < b.id ? -1 : 1),
  );
}

/** Sessions opened last first; the one on show comes last, so that the first is the one before it. */
export function lastFirst(sessions, recent, currentId) {
  const all = ordered(sessions, 'recent', recent);
  return [...all.filter(({ id }) => id !== currentId), ...all.filter(({ id }) => id === currentId)];
}

/**
 * The order to show while somebody reads or aims: what is there stays in its place, what is new comes last.
 * @param {string[]} shown ids as they are now @param {string[]} wanted ids as they should be
 * @returns {{order: string[], differs: boolean}} `differs` where it is not as wanted.
 */
export function held(shown, wanted) {
  const kept = shown.filter((id) => wanted.includes(id));
  const order = [...kept, ...wanted.filter((id) => !kept.includes(id))];
  return { order, differs: order.some((id, index) => id !== wanted[index]) };
}

/** Names of sessions opened last, with this one first. */
export function reopened(recent, name) {
  return [name, ...recent.filter((other) => other !== name)].slice(0, RECENT_MOST);
}

/** Folders that sessions are in, most used first, each once. */
export function foldersOf(sessions) {
  const counts = new Map();
  for (const { path } of sessions) if (path) counts.set(path, (counts.get(path) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, more]) => more - many || a.localeCompare(b)).map(([path]) => path);
}
