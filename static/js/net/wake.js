/** When a page may have slept, or its network may be another one: connections are then not to be trusted. */

/**
 * Calls `act` then, perhaps several times for one wake-up, until `disposables` are disposed.
 * @param {import('../lib/disposables.js').Disposables} disposables
 */
export function onWake(disposables, act) {
  const { connection } = navigator;
  disposables.listen(window, 'online', act);
  disposables.listen(window, 'pageshow', ({ persisted }) => persisted && act());
  disposables.listen(document, 'resume', act);
  disposables.listen(document, 'visibilitychange', () => document.hidden || act());
  if (connection?.addEventListener) disposables.listen(connection, 'change', act);
}
