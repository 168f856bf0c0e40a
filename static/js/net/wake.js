/**
 * Calls `act` when the page may have slept or may have another network, so that connections must be checked.
 * One
 * wake-up can call it several times. Separate file: pages without a terminal use it too.
 * @param {import('../lib/disposables.js').Disposables} disposables
 * @param {() => void} act
 */
export function onWake(disposables, act) {
  const { connection } = /** @type {{connection?: EventTarget}} */ (navigator);
  disposables.listen(window, 'online', act);
  disposables.listen(window, 'pageshow', ({ persisted }) => persisted && act());
  disposables.listen(document, 'resume', act);
  disposables.listen(document, 'visibilitychange', () => document.hidden || act());
  if (connection) disposables.listen(connection, 'change', act);
}
