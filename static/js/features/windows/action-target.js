/** The session or the window that an action is for, while tmux still works on the last switch. */
import { sessionOf } from '../../lib/paths.js';

/** @typedef {import('../../lib/window-model.js').Window} Window */

/** If a requested window is not current after this time, tmux refused it, or it is gone. */
const SHOWN_WITHIN_MS = 2000;

/** @type {{id?: string, from?: string, at: number}} */
let lastSwitch = { at: -Infinity };

/**
 * Switches the session to this window.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {string} id
 */
export function switchWindow(page, id) {
  lastSwitch = { id, from: currentWindow(page)?.id, at: performance.now() };
  page.subscription.switchWindow(id);
}

/**
 * The window that the user means: the one just requested, else the current one.
 * @param {{windows: Window[]}} page
 * @returns {Window|undefined} undefined until the windows are known.
 */
export function targetWindow(page) {
  const now = currentWindow(page);
  const isSwitching = now?.id === lastSwitch.from && performance.now() - lastSwitch.at < SHOWN_WITHIN_MS;
  return (isSwitching && page.windows.find(({ id }) => id === lastSwitch.id)) || now;
}

/** @param {{windows: Window[]}} page */
function currentWindow({ windows }) {
  return windows.find(({ active }) => active);
}

/**
 * Runs `act` when the page is attached: at once, or when the session of the address has opened. If another
 * session opens instead, `act` does not run.
 * @template T
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {() => T} act
 * @returns {T|Promise<T|undefined>}
 */
export function whenAttached(page, act) {
  if (page.session !== null) return act();
  const name = sessionOf(location.pathname);
  return new Promise((resolve) => {
    const off = page.events.on('attached', () => {
      if (page.session === null) return; // a listener first gets the event of the session before
      off();
      resolve(page.session.name === name ? act() : undefined);
    });
  });
}
