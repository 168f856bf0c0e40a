/** Cards of sessions that follow the server: one connection brings the lists and the previews. */
import { socketAddress } from '../../net/address.js';
import { Coalescer, SessionFeed } from '../../net/lists.js';
import { onWake } from '../../net/wake.js';
import { Disposables } from '../../lib/disposables.js';
import { withAgents } from '../../lib/agent-states.js';
import { Cards } from './cards.js';
import { currentTheme } from '../themes/theme.js';

const TICK_MS = 30_000;

const nowSeconds = () => Date.now() / 1000;
const openSocket = () => new WebSocket(socketAddress(location.href, '/ws'));

/**
 * @typedef {object} Handlers
 * @property {(list: {epoch: string, sessions: import('./cards.js').Session[]}) => void} onList a list
 *   arrived, or what agents do changed; its owner then calls `show`.
 * @property {(error: import('../../net/api.js').ApiError) => void} [onProblem] the list could not be loaded.
 * @property {(online: boolean) => void} [onOnline]
 * @property {() => void} [onActivity] a session printed something, or the list changed.
 * @property {(message: {type: string}) => void} [onOther] gets every other message.
 * @property {() => void} [onLoggedOut]
 * @property {(reason: string) => void} [onEnded] the server sends no more updates, and why.
 */

/** Requests previews only for the cards on the screen, and for none while the page is hidden. */
export class LiveCards {
  #api;
  #handlers;
  #cards;
  #feed;
  #loader = new Coalescer(() => this.#load());
  #onScreen = [];
  #previews = true;
  /** The last list of sessions, and what the agents do. */
  #listed = null;
  /** @type {import('../../lib/agent-states.js').AgentList|null} */
  #agents = null;
  /** The answers of the last minute. */
  #answers = null;
  #disposables = new Disposables();

  /**
   * @param {object} options
   * @param {import('../../net/api.js').Api} options.api
   * @param {HTMLElement} options.list
   * @param {() => import('./cards.js').Card} options.make makes an empty card.
   * @param {string[]} [options.also] types of messages to send with each connection.
   * @param {Handlers} handlers
   */
  constructor({ api, list, make, also }, handlers) {
    this.#api = api;
    this.#handlers = handlers;
    this.#cards = new Cards(list, { make, onVisible: (ids) => this.#requestPreviews(ids) });
    this.#cards.setTheme(currentTheme());
    const feedHandlers = {
      onChange: (listed) => (listed ? this.#take(listed) : this.ask()),
      onPreview: (update) => this.#cards.updatePreview(update),
      onOther: (message) => this.#takeOther(message),
      onOnline: (online) => handlers.onOnline?.(online),
      onLoggedOut: () => handlers.onLoggedOut?.(),
      onEnded: (reason) => handlers.onEnded?.(reason),
    };
    this.#feed = new SessionFeed(openSocket, feedHandlers, { also });
    this.#listen();
  }

  /** Loads the list; if it is loading now, loads it again after that. */
  ask() {
    this.#loader.ask();
  }

  /** Shows these sessions in this order. */
  show(list) {
    this.#cards.show(list, nowSeconds());
  }

  /** Whether cards show previews. */
  set previews(on) {
    this.#previews = on;
    this.#requestPreviews(this.#onScreen);
  }

  /** See `Cards`. */
  get epoch() {
    return this.#cards.epoch;
  }

  /** See `Cards`. */
  get order() {
    return this.#cards.order;
  }

  /** See `Cards`. @param {import('./session-facts.js').FactList} facts */
  setFacts(facts) {
    this.#cards.setFacts(facts);
  }

  focusFirst() {
    this.#cards.focusFirst();
  }

  openFirst() {
    this.#cards.openFirst();
  }

  /** Ends the connection and removes the cards. */
  dispose() {
    this.#disposables.dispose();
  }

  #listen() {
    const parts = this.#disposables;
    parts.add(() => this.#cards.dispose());
    parts.add(() => this.#feed.close());
    parts.every(TICK_MS, () => this.#cards.tick(nowSeconds()));
    parts.listen(document, 'webmux:theme', () => this.#cards.setTheme(currentTheme()));
    onWake(parts, () => this.#feed.hurry());
    parts.listen(document, 'visibilitychange', () => this.#requestPreviews(this.#onScreen));
    // The Back button shows an old list.
    parts.listen(window, 'pageshow', (event) => event.persisted && this.ask());
  }

  /** Passes on a list, with the agents. */
  #take(listed) {
    this.#listed = listed;
    this.#handlers.onActivity?.();
    this.#handlers.onList(withAgents(listed, this.#agents, this.#answers));
  }

  #takeOther(message) {
    if (message.type === 'activity') {
      this.#cards.setActivity(message, nowSeconds());
      this.#handlers.onActivity?.();
    } else if (message.type === 'agents' || message.type === 'answers') {
      if (message.type === 'agents') this.#agents = message;
      else this.#answers = message;
      if (this.#listed) this.#take(this.#listed);
    } else this.#handlers.onOther?.(message);
  }

  #requestPreviews(ids) {
    this.#onScreen = ids;
    this.#feed?.watch(document.hidden || !this.#previews ? [] : ids);
  }

  async #load() {
    try {
      this.#take(await this.#api.listSessions());
    } catch (error) {
      this.#handlers.onProblem?.(error);
    }
  }
}
