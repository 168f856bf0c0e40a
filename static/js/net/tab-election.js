/**
 * Elects the one tab of a browser that notifies: none while a tab shows the session. Uses Web Locks, which
 * end with their
 * tab; without them, as on plain http, every tab notifies.
 */
import { rooted } from '../lib/base-path.js';

/** What a tab stores is known in the other tabs after this time. */
const CLAIM_MS = 5_000;

export class TabElection {
  #locks;
  #release = () => {};
  #leads = false;

  /** @param {LockManager} [locks] */
  constructor(locks = globalThis.navigator?.locks) {
    this.#locks = locks;
  }

  /**
   * This tab shows the session, or has it open and hidden. Replaces what the tab reported before.
   * @param {string} session
   * @param {{visible: boolean}} options
   */
  show(session, { visible }) {
    this.leave();
    if (!this.#locks) return;
    const ended = new AbortController();
    /** @type {Promise<void>} */
    const until = new Promise((resolve) => {
      this.#release = () => {
        resolve();
        ended.abort();
      };
    });
    const lead = !visible;
    this.#locks
      .request(
        lead ? leadLockOf(session) : viewLockOf(session),
        { mode: lead ? 'exclusive' : 'shared', signal: ended.signal },
        async () => {
          this.#leads = lead;
          await until;
        },
      )
      .catch(() => {}); // withdrawn before it was granted
  }

  /** This tab has no session open. */
  leave() {
    this.#release();
    this.#release = () => {};
    this.#leads = false;
  }

  /**
   * Calls `act` if this hidden tab is the elected one for its session and no tab shows it.
   * @param {string} session
   * @param {() => unknown} act
   * @returns {Promise<boolean>} whether.
   */
  async speak(session, act) {
    if (!this.#locks) return once(act);
    return this.#leads && this.#ifFree(viewLockOf(session), act);
  }

  /**
   * As `speak`, for a tab without the session: tabs that have it come first.
   * @param {string} session
   * @param {() => unknown} act
   */
  async speakFor(session, act) {
    if (!this.#locks) return once(act);
    return this.#ifFree(leadLockOf(session), () => this.#ifFree(viewLockOf(session), act));
  }

  /**
   * Calls `act` if no tab shows any of these: sessions, or panes whose question a page shows. Of several
   * tabs that do this for the same `subject` within some seconds, one calls it. `act` must find out whether
   * another did before that.
   * @param {string[]} shown
   * @param {string} subject
   * @param {() => unknown} act
   */
  async unlessShown(shown, subject, act) {
    if (!this.#locks) return once(act);
    const name = `webmux.notify.${rooted('/')}${subject}`;
    const guarded = shown.reduce(
      (inner, one) => () => this.#ifFree(viewLockOf(one), inner),
      /** @type {() => any} */ (act),
    );
    return new Promise((resolve, reject) => {
      const claim = async (/** @type {Lock|null} */ lock) => {
        const done = lock !== null && (await guarded());
        resolve(done);
        if (done) await new Promise((end) => setTimeout(end, CLAIM_MS));
      };
      this.#locks.request(name, { ifAvailable: true }, claim).catch(reject);
    });
  }

  /** @param {string} name @param {() => unknown} act */
  #ifFree(name, act) {
    return this.#locks.request(
      name,
      { ifAvailable: true },
      async (lock) => lock !== null && (await act()) !== false,
    );
  }
}

/** @param {() => unknown} act */
async function once(act) {
  await act();
  return true;
}

/** @param {string} session */
const leadLockOf = (session) => `webmux.lead.${rooted('/')}${session}`;
/** @param {string} session */
const viewLockOf = (session) => `webmux.look.${rooted('/')}${session}`;
