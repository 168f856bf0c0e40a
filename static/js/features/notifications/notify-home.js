/** The list of sessions as an app: service worker, count in the title, notifications of its sessions. */
import { permission, showNotification } from '../../net/notifications.js';
import { registerWorker, renew } from '../../net/push.js';
import { TabElection } from '../../net/tab-election.js';
import { sessionPath } from '../../lib/paths.js';
import { setCount } from '../../components/document-title.js';
import { AgentNotices } from './agent-notices.js';
import { isRequested, notificationOf } from './notification-rules.js';
import { TEXT } from './notifications-text.js';

const HOME = 'home';
const KINDS = ['bell', 'done'];

export class HomeNotifications {
  #settings;
  #election = new TabElection();
  #agents;
  /** By session id; null before the first list. @type {Map<string, Record<string, number>>|null} */
  #alerts = null;
  #epoch = null;

  /**
   * @param {import('../../net/api.js').Api} api
   * @param {import('../../net/user-settings.js').Settings} settings
   */
  constructor(api, settings) {
    this.#settings = settings;
    this.#agents = new AgentNotices(settings);
    registerWorker().then((registration) => registration && renew(api));
    document.addEventListener('visibilitychange', () => this.#updateVisibility());
    window.addEventListener('pagehide', () => this.#election.leave());
    window.addEventListener('pageshow', () => this.#updateVisibility());
    this.#updateVisibility();
  }

  /**
   * Notifies about what changed since the last list.
   * @param {{epoch: unknown, sessions: {id: string, name: string, alerts?: Record<string, number>,
   *   agents?: import('../../lib/agent-states.js').Agent[]}[]}} list
   * @param {number} count how many sessions need attention.
   */
  update({ epoch, sessions }, count) {
    setCount(count);
    this.#agents.follow({
      epoch: String(epoch),
      agents: sessions.flatMap(({ agents = [] }) => agents),
      names: Object.fromEntries(sessions.map(({ id, name }) => [id, name])),
    });
    const before = epoch === this.#epoch ? this.#alerts : null;
    this.#epoch = epoch;
    this.#alerts = new Map(sessions.map(({ id, alerts }) => [id, alerts ?? {}]));
    if (before === null || !document.hidden) return;
    for (const session of sessions) {
      const last = before.get(session.id) ?? {};
      const kind = KINDS.find((one) => (session.alerts?.[one] ?? 0) > (last[one] ?? 0));
      if (kind) this.#notify(kind, session);
    }
  }

  #updateVisibility() {
    this.#election.show(HOME, { visible: !document.hidden });
  }

  #notify(kind, session) {
    const get = (name) => this.#settings.get(name);
    if (permission().state !== 'granted' || !isRequested(kind, session.name, get)) return;
    const what = { kind, session, command: '', seconds: 0 };
    const notification = {
      ...notificationOf(what, { names: get('notify.names') }),
      ...(kind === 'done' && { body: TEXT.withoutNames.done }), // the list does not say which command
    };
    const open = () => location.assign(sessionPath(session.name));
    this.#election
      .speak(HOME, () => this.#election.speakFor(session.id, () => showNotification(notification, open)))
      .catch(() => {});
  }
}

/**
 * What a shortcut of the installed app requests in the address; null after the first call.
 * @returns {'new'|'last'|null}
 */
export function takeShortcut() {
  const shortcut = new URLSearchParams(location.search).get('open');
  if (shortcut !== null) history.replaceState(history.state, '', location.pathname);
  return shortcut === 'new' || shortcut === 'last' ? shortcut : null;
}
