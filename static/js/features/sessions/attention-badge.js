/** The count of other sessions that need attention, on the button to all sessions; its label names them. */
import { el, need } from '../../lib/dom.js';
import { ALERTS, urgency } from '../../lib/session-order.js';
import { badgesOf } from '../../lib/window-model.js';
import { isMuted } from '../notifications/notification-rules.js';
import { TEXT } from './sessions-text.js';

const NAMED_MAX = 5;
/** Alerts that are worth interrupting a screen reader. */
const SPOKEN = ['bell', 'done'];

/** @typedef {{id: string, name: string, alerts: Record<string, number>}} Waiting */

/** @param {import('../../pages/page-contract.js').Page} page */
export function installAttentionBadge(page) {
  if (page.guest) return;
  const home = need('#home');
  const badge = el('span', { class: 'home-badge', 'aria-hidden': true, hidden: true });
  home.append(badge);
  let before = { session: null, sessions: [] };
  let all = [];
  const show = () => {
    const waiting = attentionOf(all, (name) => isMuted(name, (setting) => page.settings.get(setting)));
    badge.hidden = waiting.sessions.length === 0;
    badge.className = `home-badge is-${waiting.kind}`;
    // The style sheet draws this, so that a screen reader gets the label and not the glyph.
    badge.dataset.count = `${waiting.glyph}${waiting.sessions.length}`;
    home.title = [TEXT.allSessions, alertList(waiting.sessions)].filter(Boolean).join('; ');
    home.setAttribute('aria-label', home.title);
    const isSame = before.session === page.session?.id;
    const added = isSame ? alertList(newAlerts(before.sessions, waiting.sessions)) : '';
    before = { session: page.session?.id, sessions: waiting.sessions };
    if (added) page.say(TEXT.inOtherSessions(added));
  };
  page.events.on('elsewhere', ({ sessions }) => {
    all = sessions;
    show();
  });
  page.settings.watch('notify.muted', show);
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
  const kind = ALERTS.find((alert) => waiting.some((session) => urgency(session) === alert)) ?? '';
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
 * The sessions with more bells or finished commands than before.
 * @param {Waiting[]} before
 * @param {Waiting[]} now
 * @testonly
 */
export function newAlerts(before, now) {
  const earlier = new Map(before.map(({ id, alerts }) => [id, alerts]));
  return now.filter(({ id, alerts }) =>
    SPOKEN.some((kind) => (alerts[kind] ?? 0) > (earlier.get(id)?.[kind] ?? 0)),
  );
}
