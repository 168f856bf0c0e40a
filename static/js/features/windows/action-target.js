/** Turning to another window of the session, and which one is meant until the list of tmux shows it. */

/** What a slow line takes to show the window that was asked for; then it was refused, or is gone. */
const SHOWN_WITHIN_MS = 2000;

let turn = { at: -Infinity };

/** Has the session show this window. @param {import('../../pages/terminal.js').Page} page @param {string} id */
export function turnTo(page, id) {
  turn = { id, from: shown(page)?.id, at: performance.now() };
  page.subscription.switchWindow(id);
}

/** The window that is acted on: the one on show, or the one just asked for; undefined while nobody knows. */
export function windowMeant(page) {
  const now = shown(page);
  const turning = now?.id === turn.from && performance.now() - turn.at < SHOWN_WITHIN_MS;
  return (turning && page.windows.find(({ id }) => id === turn.id)) || now;
}

function shown({ windows }) {
  return windows.find(({ active }) => active);
}
