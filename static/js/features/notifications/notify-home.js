/** The list of sessions as an app: its service worker, the count in its tab, news of sessions that no tab has open. */
import { permission, showNotification } from '../../net/notifications.js';
import { registerWorker, renew } from '../../net/push.js';
import { Turns } from '../../net/turns.js';
import { sessionPath } from '../../lib/paths.js';
import { noticeOf, wanted } from './notification-rules.js';
import { setCount } from '../../components/document-title.js';

const HOME = 'home';
const KINDS = ['bell', 'done'];

export class HomeNotify {
  #settings;
  #turns = new Turns();
  #alerts = null;
  #epoch = null;

  /** @param {import('../../net/api.js').Api} api @param {import('../../net/user-settings.js').Settings} settings */
  constructor(api, settings) {
    this.#settings = settings;
    registerWorker().then((registration) => registration && renew(api));
    document.addEventListener('visibilitychange', () => this.#look());
    window.addEventListener('pagehide', () => this.#turns.leave());
    window.addEventListener('pageshow', () => this.#look());
    this.#look();
  }

  /** A list of sessions as the server gave it, and how many of them need attention. */
  take({ epoch, sessions }, waiting) {
    setCount(waiting);
    const before = epoch === this.#epoch ? this.#alerts : null;
    this.#epoch = epoch;
    this.#alerts = new Map(sessions.map(({ id, alerts }) => [id, alerts ?? {}]));
    if (before === null || !document.hidden) return;
    for (const session of sessions) {
      const was = before.get(session.id) ?? {};
      const kind = KINDS.find((one) => (session.alerts?.[one] ?? 0) > (was[one] ?? 0));
      if (kind) this.#tell(kind, session);
    }
  }

  #look() {
    this.#turns.show(HOME, { visible: !document.hidden });
  }

  #tell(kind, session) {
    const get = (name) => this.#settings.get(name);
    if (permission().state !== 'granted' || !wanted(kind, session.name, get)) return;
    const what = { kind, session, command: '', seconds: 0 };
    const notice = {
      ...noticeOf(what, { names: get('notify.names') }),
      ...(kind === 'done' && get('notify.names') && { body: 'A command has ended.' }),
    };
    const open = () => location.assign(sessionPath(session.name));
    this.#turns
      .speak(HOME, () => this.#turns.speakFor(session.id, () => showNotification(notice, open)))
      .catch(() => {});
  }
}

/** What the shortcuts of the installed app ask for by the address; it is done once. @returns {'new'|'last'|null} */
export function wish() {
  const asked = new URLSearchParams(location.search).get('open');
  if (asked !== null) history.replaceState(history.state, '', location.pathname);
  return asked === 'new' || asked === 'last' ? asked : null;
}
