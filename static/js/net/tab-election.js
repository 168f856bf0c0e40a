/**
 * Which of a browser's tabs speaks: none while any of them shows the session to somebody, and else one alone. By Web Locks, which end
 * with their tab; without them, as on plain http, every tab speaks for itself.
 */
import { rooted } from '../lib/base-path.js';

export class Turns {
  #locks;
  #release = () => {};
  #leads = false;

  /** @param {LockManager} [locks] */
  constructor(locks = globalThis.navigator?.locks) {
    this.#locks = locks;
  }

  /** This tab shows the session now, or has it open hidden; what it said before no longer holds. */
  show(session, { visible }) {
    this.leave();
    if (!this.#locks) return;
    const ended = new AbortController();
    const until = new Promise((resolve) => {
      this.#release = () => {
        resolve();
        ended.abort();
      };
    });
    const lead = !visible;
    this.#locks
      .request(
        lead ? leadOf(session) : lookOf(session),
        { mode: lead ? 'exclusive' : 'shared', signal: ended.signal },
        async () => {
          this.#leads = lead;
          await until;
        },
      )
      .catch(() => {}); // taken back before it was granted
  }

  /** This tab has no session open any more. */
  leave() {
    this.#release();
    this.#release = () => {};
    this.#leads = false;
  }

  /** Does it if this hidden tab is the one to speak for its session, and nobody looks at that. @returns {Promise<boolean>} whether. */
  async speak(session, act) {
    if (!this.#locks) return once(act);
    return this.#leads && this.#ifFree(lookOf(session), act);
  }

  /** As `speak`, for a tab that has the session not open itself: those that have it come first. */
  async speakFor(session, act) {
    if (!this.#locks) return once(act);
    return this.#ifFree(leadOf(session), () => this.#ifFree(lookOf(session), act));
  }

  #ifFree(name, act) {
    return this.#locks.request(
      name,
      { ifAvailable: true },
      async (lock) => lock !== null && (await act()) !== false,
    );
  }
}

async function once(act) {
  await act();
  return true;
}

const leadOf = (session) => `webmux.lead.${rooted('/')}${session}`;
const lookOf = (session) => `webmux.look.${rooted('/')}${session}`;
