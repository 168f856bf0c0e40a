/** What is chosen while a session is being opened is for that session. */
import { sessionOf } from '../../lib/paths.js';

/**
 * Runs `act` when the session on show is known: at once, or when the one being opened has come; never where another comes instead.
 * @param {import('../../pages/terminal.js').Page} page
 * @template T @param {() => T} act @returns {T|Promise<T|undefined>}
 */
export function onceHere(page, act) {
  if (page.session !== null) return act();
  const name = sessionOf(location.pathname);
  return new Promise((resolve) => {
    const off = page.events.on('attached', () => {
      if (page.session === null) return; // told of the session before
      off();
      resolve(page.session.name === name ? act() : undefined);
    });
  });
}
