/** Other sessions that need attention, as the bar tells them. Pure. */
import { ALERTS, urgency } from '../../lib/session-order.js';
import { badgesOf } from '../../lib/window-model.js';

const NAMED_MOST = 5;
/** What is worth interrupting a reader for. */
const SPOKEN = ['bell', 'done'];

/** @typedef {{id: string, name: string, alerts: Record<string, number>}} Waiting */

/**
 * Those one wants to hear of, and what is the most urgent of it.
 * @param {Waiting[]} sessions @param {(name: string) => boolean} isMuted
 * @returns {{sessions: Waiting[], kind: string, glyph: string}} `kind` and `glyph` are empty where there are none.
 */
export function heeded(sessions, isMuted) {
  const waiting = sessions.filter(({ name }) => !isMuted(name));
  const kind = ALERTS.find((alert) => waiting.some((session) => urgency(session) === alert)) ?? '';
  return { sessions: waiting, kind, glyph: badgesOf({ [kind]: true })[0]?.glyph ?? '' };
}

/** `api (bell), docs (finished)`: each with what is most urgent in it. @param {Waiting[]} sessions */
export function wordsOf(sessions) {
  const named = sessions
    .slice(0, NAMED_MOST)
    .map((session) => `${session.name} (${badgesOf({ [urgency(session)]: true })[0].text})`);
  return [...named, ...(sessions.length > NAMED_MOST ? [`${sessions.length - NAMED_MOST} more`] : [])].join(
    ', ',
  );
}

/** Those in which more has rung or ended than before. @param {Waiting[]} before @param {Waiting[]} now */
export function newsOf(before, now) {
  const were = new Map(before.map(({ id, alerts }) => [id, alerts]));
  return now.filter(({ id, alerts }) =>
    SPOKEN.some((kind) => (alerts[kind] ?? 0) > (were.get(id)?.[kind] ?? 0)),
  );
}
