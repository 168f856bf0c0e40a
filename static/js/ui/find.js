/** Finding text on the screen; in the history, where that is open. */
import { openHistory } from './history.js';
import { needStyle } from '../util/style.js';
import { toast } from './toast.js';

/** @param {import('../main/terminal.js').Page} page */
export function installFind(page) {
  let open = null;

  async function show() {
    const [{ FindBox }, finder] = await Promise.all([import('./find-box.js'), page.screen.finder(), needStyle('history.css')]);
    const box = new FindBox('Find on the screen', {
      onText: (text, how) => told(box, text, finder.find(text, how, 'stay')),
      onGo: (where) => told(box, box.text, finder.find(box.text, box.how, where)),
      onClose: close,
    });
    const stop = finder.onFound(({ at, count }) => box.text !== '' && count > 0 && box.told(`${at + 1} of ${count}`));
    page.layer.append(box.element);
    open = { box, finder, stop };
    box.focus();
  }

  function close() {
    if (open === null || open.finder === undefined) return;
    open.stop();
    open.finder.dispose();
    open.box.dispose();
    open = null;
    page.focus();
  }

  page.events.on('history', ({ open: covered }) => covered && close());
  page.actions.register('find.open', () => {
    const history = openHistory();
    if (history !== null) history.find();
    else if (open?.box) open.box.focus();
    else if (open === null) {
      open = {};
      document.activeElement?.blur(); // what is typed while it loads is not for the terminal
      show().catch((error) => {
        open = null;
        toast(error.message, { kind: 'error' });
        page.focus();
      });
    }
  });
}

function told(box, text, found) {
  if (text === '') box.told('');
  else if (!found) box.told('None');
}
