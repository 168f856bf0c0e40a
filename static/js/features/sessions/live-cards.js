/** Cards of sessions that follow the server: one connection tells the lists, and how sessions look. */
import { socketAddress } from '../../net/address.js';
import { Coalescer, SessionFeed } from '../../net/lists.js';
import { onWake } from '../../net/wake.js';
import { Disposables } from '../../lib/disposables.js';
import { Cards } from './cards.js';
import { currentTheme } from '../themes/theme.js';

const TICK_MS = 30_000;

const nowSeconds = () => Date.now() / 1000;
const openSocket = () => new WebSocket(socketAddress(location.href, '/ws'));

/**
 * @typedef {object} Handlers
 * @property {(list: {epoch: string, sessions: object[]}) => void} onList a list, that was told or asked for; the owner then shows what it wants of it.
 * @property {(error: import('../../net/api.js').ApiError) => void} [onProblem] it was asked for in vain.
 * @property {(online: boolean) => void} [onOnline]
 * @property {() => void} [onLoggedOut]
 * @property {(reason: string) => void} [onEnded] nothing more is told, and why.
 */

/** From the start until `dispose`. Previews are asked for of cards on the screen alone, and of none while the page is hidden. */
export class LiveCards {
  #api;
  #handlers;
  #cards;
  #feed;
  #loader = new Coalescer(() => this.#load());
  #onScreen = [];
  #previews = true;
  #disposables = new Disposables();

  /**
   * @param {{api: import('../../net/api.js').Api, list: HTMLElement, make: () => import('./cards.js').Card}} what
   * @param {Handlers} handlers
   */
  constructor({ api, list, make }, handlers) {
    this.#api = api;
    this.#handlers = handlers;
    this.#cards = new Cards(list, { make, look: (ids) => this.#look(ids) });
    this.#cards.setTheme(currentTheme());
    this.#feed = new SessionFeed(openSocket, {
      onChange: (told) => (told ? handlers.onList(told) : this.ask()),
      onPreview: (news) => this.#cards.preview(news),
      onTold: (told) => told.type === 'activity' && this.#cards.active(told, nowSeconds()),
      onOnline: (online) => handlers.onOnline?.(online),
      onLoggedOut: () => handlers.onLoggedOut?.(),
      onEnded: (reason) => handlers.onEnded?.(reason),
    });
    this.#listen();
  }

  /** Asks the server for the list, once more where it is being asked. */
  ask() {
    this.#loader.ask();
  }

  /** Shows these sessions in this order. */
  show(list) {
    this.#cards.show(list, nowSeconds());
  }

  /** Whether it is to be seen how sessions look; without it nobody is asked. */
  set previews(on) {
    this.#previews = on;
    this.#look(this.#onScreen);
  }

  /** See `Cards`. */
  get epoch() {
    return this.#cards.epoch;
  }

  /** See `Cards`. */
  get order() {
    return this.#cards.order;
  }

  focusFirst() {
    this.#cards.focusFirst();
  }

  openFirst() {
    this.#cards.openFirst();
  }

  /** Ends the connection; the cards are gone. */
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
    parts.listen(document, 'visibilitychange', () => this.#look(this.#onScreen));
    // Back by the history: what is on show may be old.
    parts.listen(window, 'pageshow', (event) => event.persisted && this.ask());
  }

  #look(ids) {
    this.#onScreen = ids;
    this.#feed?.watch(document.hidden || !this.#previews ? [] : ids);
  }

  async #load() {
    try {
      this.#handlers.onList(await this.#api.listSessions());
    } catch (error) {
      this.#handlers.onProblem?.(error);
    }
  }
}
