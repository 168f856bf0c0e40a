/** The count of other sessions that need attention, on the button to all sessions; its label names them. */
import { el, need } from '../../lib/dom.js';
import { episodeOf, waitingPanes } from '../../lib/agent-states.js';
import { URGENT, urgency, wanting } from '../../lib/session-order.js';
import { badgesOf } from '../../lib/window-model.js';
import { isMuted } from '../notifications/notification-rules.js';
import { TEXT } from './sessions-text.js';

const NAMED_MAX = 5;
/** Alerts that are worth interrupting a screen reader. */
const SPOKEN = ['bell', 'done'];

/** @typedef {import('../../lib/agent-states.js').Agent} Agent */
/** @typedef {{id: string, name: string, alerts: Record<string, number>, agents?: Agent[]}} Waiting */

/** @param {import('../../pages/page-contract.js').Page} page */
export function installAttentionBadge(page) {
  if (page.guest) return;
  const home = need('#home');
  const badge = el('span', { class: 'home-badge', 'aria-hidden': true, hidden: true });
  home.append(badge);
  let before = { session: null, sessions: [] };
  let listed = [];
  let states = { agents: [], names: {} };
  const show = () => {
    const all = withWaiting(listed, states, page.session?.id);
    const waiting = attentionOf(all, (name) => isMuted(name, (setting) => page.settings.get(setting)));
    badge.hidden = waiting.sessions.length === 0;
    badge.className = `home-badge is-${waiting.kind}`;
    // The style sheet draws this, so that a screen reader gets the label and not the glyph.
    badge.dataset.count = `${waiting.glyph}${wanting(waiting.sessions)}`;
    home.title = [TEXT.allSessions, alertList(waiting.sessions)].filter(Boolean).join('; ');
    home.setAttribute('aria-label', home.title);
    const isSame = before.session === page.session?.id;
    const added = isSame ? alertList(newAlerts(before.sessions, waiting.sessions)) : '';
    before = { session: page.session?.id, sessions: waiting.sessions };
    if (added) page.say(TEXT.inOtherSessions(added));
  };
  page.events.on('elsewhere', ({ sessions }) => {
    listed = sessions;
    show();
  });
  page.events.on('agents', (event) => {
    states = event;
    show();
  });
  page.events.on('session', show);
  page.settings.watch('notify.muted', show);
}

/**
 * The other sessions that need attention, with the agents that wait in them.
 * @param {Waiting[]} sessions those with alerts.
 * @param {{agents: Agent[], names: Record<string, string>}} states `names` of sessions by id.
 * @param {string|undefined} current id of the session that the page shows.
 * @returns {Waiting[]}
 * @testonly
 */
export function withWaiting(sessions, { agents, names }, current) {
  const byId = new Map(sessions.map((session) => [session.id, { ...session, agents: [] }]));
  for (const agent of waitingPanes(agents)) {
    const id = agent.session_id;
    if (id === current || names[id] === undefined) continue;
    if (!byId.has(id)) byId.set(id, { id, name: names[id], alerts: {}, agents: [] });
    byId.get(id)?.agents.push(agent);
  }
  return [...byId.values()];
}

/**
 * The sessions that are not muted, and their most urgent alert.
 * @param {Waiting[]} sessions
 * @param {(name: string) => boolean} isMutedName
 * @returns {{sessions: Waiting[], kind: string, glyph: string}} `kind` and `glyph` are empty if none waits.
 * @testonly
 */
export function attentionOf(sessions, isMutedName) {
  const waiting = sessions.filter(({ name }) => !isMutedName(name));
  const kind = URGENT.find((alert) => waiting.some((session) => urgency(session) === alert)) ?? '';
  return { sessions: waiting, kind, glyph: badgesOf({ [kind]: true })[0]?.glyph ?? '' };
}

/**
 * `api (bell), docs (finished)`: each session with its most urgent alert. @param {Waiting[]} sessions
 * @testonly
 */
export function alertList(sessions) {
  const named = sessions
    .slice(0, NAMED_MAX)
    .map((session) => TEXT.withAlert(session.name, badgesOf({ [urgency(session)]: true })[0].text));
  if (sessions.length > NAMED_MAX) named.push(TEXT.moreSessions(sessions.length - NAMED_MAX));
  return named.join(', ');
}

/**
 * The sessions with more bells, finished commands or waiting agents than before.
 * @param {Waiting[]} before
 * @param {Waiting[]} now
 * @testonly
 */
export function newAlerts(before, now) {
  const earlier = new Map(before.map((session) => [session.id, session]));
  return now.filter(({ id, alerts, agents = [] }) => {
    const was = earlier.get(id);
    const isNew = (agent) => !was?.agents?.some((one) => episodeOf(one) === episodeOf(agent));
    return SPOKEN.some((kind) => (alerts[kind] ?? 0) > (was?.alerts[kind] ?? 0)) || agents.some(isNew);
  });
}
