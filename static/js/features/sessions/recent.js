/** Remembers which sessions were opened last, for lists that order by it. */
import { reopened } from '../../lib/session-order.js';

/** @param {import('../../pages/terminal.js').Page} page */
export function installRecent(page) {
  if (page.guest) return;
  let shown = {};
  const opened = ({ id, name }) => {
    // A page in the background that connects again was not opened again.
    if (id === shown.id && name === shown.name) return;
    const recent = page.settings
      .get('home.recent')
      .filter((other) => id !== shown.id || other !== shown.name);
    shown = { id, name };
    if (recent[0] === name) return;
    // A convenience: where it cannot be kept, nobody needs to know.
    page.settings.set('home.recent', reopened(recent, name)).catch(() => {});
  };
  page.events.on('attached', ({ session }) => opened(session));
  page.events.on(
    'session',
    (session) => [shown.id, page.session?.id].includes(session.id) && opened(session),
  );
}
