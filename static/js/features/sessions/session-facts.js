/** Branch, unsaved work and ports of sessions, requested apart from the list, which never waits for them. */
import { Disposables } from '../../lib/disposables.js';

const EVERY_MS = 15_000; // the server looks at a folder no more often

/**
 * @typedef {{branch: string|null, dirty: boolean|null, ports: number[]}} Facts
 * @typedef {{epoch: string, sessions: Record<string, Facts>}} FactList
 */

/** Asks only after something happened, and only while the page is visible. */
export class SessionFacts {
  #api;
  #onFacts;
  #disposables = new Disposables();
  #timer = 0;
  #askedAt = -Infinity;
  #isPending = false;

  /**
   * @param {import('../../net/api.js').Api} api
   * @param {(facts: FactList) => void} onFacts
   */
  constructor(api, onFacts) {
    this.#api = api;
    this.#onFacts = onFacts;
    this.#disposables.listen(document, 'visibilitychange', () => this.#isPending && this.#later());
    this.#disposables.add(() => clearTimeout(this.#timer));
  }

  /** A session printed something, or the list changed. */
  wake() {
    if (this.#isPending) return;
    this.#isPending = true;
    this.#later();
  }

  dispose() {
    this.#disposables.dispose();
  }

  #later() {
    clearTimeout(this.#timer);
    if (document.hidden) return;
    const wait = this.#askedAt + EVERY_MS - performance.now();
    this.#timer = window.setTimeout(() => this.#ask(), Math.max(0, wait));
  }

  async #ask() {
    this.#isPending = false;
    this.#askedAt = performance.now();
    try {
      this.#onFacts(await this.#api.ask('GET', '/api/session-facts'));
    } catch {
      // Cards do without; the next change asks again.
    }
  }
}
