/**
 * Notifications of a hidden page about agents that need an answer: one for each episode, repeated once,
 * closed when the agent no longer waits. An episode lasts from the moment that an agent waits until it does
 * not. An agent that is done after a long task is notified once, as a command.
 */
import {
  clearNotifications,
  hasNotification,
  permission,
  showNotification,
} from '../../net/notifications.js';
import { currentSubscription } from '../../net/push.js';
import { TabElection } from '../../net/tab-election.js';
import { episodeOf, waitingPanes } from '../../lib/agent-states.js';
import { KEYS, readJson, writeJson } from '../../lib/storage.js';
import { isRequested, notificationOf, tagOf } from './notification-rules.js';
import { TaskEnds } from './task-ends.js';

/** A state that changes again within this time is not reported. @testonly */
export const SETTLE_MS = 2_000;
/** @testonly */
export const REPEAT_MS = 300_000;
/** How many episodes a browser remembers, so that another tab does not notify again. */
const STORED_MAX = 200;

/** @typedef {import('../../lib/agent-states.js').Agent} Agent */

export class AgentNotices {
  #settings;
  #election;
  /** By episode: the pane, and the timer of what follows. @type {Map<string, {pane: string, timer: any}>} */
  #known = new Map();
  #tasks = new TaskEnds();

  /**
   * @param {{get: (name: string) => any}} settings
   * @param {TabElection} [election]
   */
  constructor(settings, election = new TabElection()) {
    this.#settings = settings;
    this.#election = election;
  }

  /**
   * What agents do now.
   * @param {{epoch: string, agents: Agent[], names: Record<string, string>}} states `names`: of sessions, by
   *   id.
   */
  follow({ epoch, agents, names }) {
    const waiting = new Map(waitingPanes(agents).map((agent) => [`${epoch} ${episodeOf(agent)}`, agent]));
    for (const [key, { pane, timer }] of this.#known)
      if (!waiting.has(key)) {
        clearTimeout(timer);
        this.#known.delete(key);
        clearNotifications(tagOf(pane)).catch(() => {});
      }
    for (const [key, agent] of waiting)
      if (!this.#known.has(key)) this.#begin(key, agent, names[agent.session_id] ?? '');
    for (const agent of this.#tasks.follow(epoch, agents))
      this.#end(`${epoch} ${episodeOf(agent)} done`, agent, names[agent.session_id] ?? '');
  }

  #begin(key, agent, session) {
    const episode = { pane: agent.pane_id, timer: null };
    this.#known.set(key, episode);
    episode.timer = setTimeout(() => {
      this.#notify(`${key} 1`, agent, session).catch(() => {});
      episode.timer = setTimeout(
        () => this.#notify(`${key} 2`, agent, session, { again: true }).catch(() => {}),
        REPEAT_MS,
      );
    }, SETTLE_MS);
  }

  /** An agent is done. */
  #end(key, agent, session) {
    setTimeout(() => {
      if (this.#tasks.isDone(agent)) this.#notify(key, agent, session, { kind: 'done' }).catch(() => {});
    }, SETTLE_MS);
  }

  /**
   * @param {string} stored
   * @param {Agent} agent
   * @param {string} name
   * @param {{again?: boolean, kind?: 'waiting'|'done'}} [options]
   */
  async #notify(stored, agent, name, { again = false, kind = 'waiting' } = {}) {
    const get = (setting) => this.#settings.get(setting);
    if (!document.hidden || permission().state !== 'granted' || !isRequested(kind, name, get)) return;
    // The server repeats it for a browser that gets pushes.
    if (again && (await currentSubscription())) return;
    const session = { id: agent.session_id, name };
    const notice = notificationOf({ kind, session, agent }, { names: get('notify.names') });
    const shown = kind === 'waiting' ? [session.id, agent.pane_id] : [session.id];
    await this.#election.unlessShown(shown, stored, async () => {
      const before = readJson(KEYS.notified) ?? [];
      if (before.includes(stored)) return;
      writeJson(KEYS.notified, [...before, stored].slice(-STORED_MAX));
      if (!again && (await hasNotification(notice.tag, notice.episode))) return;
      await showNotification(notice, () => location.assign(notice.path));
    });
  }
}
