/** tmux showed another session in this terminal, by `switch-client` or when the one before ended: the page says so. */
import { toast } from '../../components/toast.js';

/** @param {import('../../pages/terminal.js').Page} page */
export function installSwitched(page) {
  let shown = page.session?.name;
  page.events.on('attached', ({ session }) => {
    shown = session.name;
  });
  page.events.on('switched', ({ session }) => {
    page.events.emit('history.close');
    toast(`tmux switched from “${shown}” to “${session.name}”. This page now shows “${session.name}”.`);
    shown = session.name;
  });
}
