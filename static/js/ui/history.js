/** The history of a pane over the terminal: when it opens. What it is, is loaded then. */
import { logError } from '../util/log.js';
import { needStyle } from '../util/style.js';
import { toast } from './toast.js';

let opened = null;

/** The history that is open now, or null. @returns {import('./history-view.js').HistoryView|null} */
export function openHistory() {
  return opened;
}

/**
 * Opens a history; where one is open already it goes to the place.
 * @param {import('../main/terminal.js').Page} page
 * @param {{pane?: string, row?: number, mark?: string}} [place] the end of the active pane without one.
 */
export async function showHistory(page, place = {}) {
  document.activeElement?.blur(); // what is typed while it loads is not for the terminal
  const HistoryView = await viewOf(page);
  if (HistoryView === null) return;
  if (opened === null) {
    opened = new HistoryView(page, () => {
      opened = null;
      page.events.emit('history', { open: false });
      page.focus();
    });
    page.events.emit('history', { open: true });
  }
  const shown = opened;
  try {
    await shown.show(place);
  } catch (error) {
    toast(error.message, { kind: 'error' });
    if (opened === shown) shown.close();
  }
}

/** What shows it, or null where that did not load, which is told. */
async function viewOf(page) {
  try {
    const [{ HistoryView }] = await Promise.all([import('./history-view.js'), needStyle('history.css')]);
    return HistoryView;
  } catch (error) {
    logError('the history did not load', error);
    toast(error.message, { kind: 'error' });
    page.focus();
    return null;
  }
}

/** @param {import('../main/terminal.js').Page} page */
export function installHistory(page) {
  page.actions.register('history.open', () => showHistory(page));
  page.events.on('history.close', () => opened?.close());
  followAddress(page);
}

/** A link to a line: `?history=<pane>:<row>`, with the mark of the row and the epoch of its tmux server. */
async function followAddress(page) {
  const query = new URLSearchParams(location.search);
  const [pane, row] = (query.get('history') ?? '').split(':');
  if (!/^%\d{1,10}$/.test(pane) || !/^\d{1,10}$/.test(row ?? '')) return;
  const place = { pane, row: Number(row), mark: query.get('mark') ?? '' };
  const epoch = query.get('epoch');
  for (const name of ['history', 'mark', 'epoch']) query.delete(name);
  const rest = query.toString();
  history.replaceState(null, '', location.pathname + (rest && `?${rest}`));
  if (epoch !== null && !page.guest) {
    const listed = await page.api.listSessions().catch(() => null);
    if (listed !== null && listed.epoch !== epoch) {
      toast('That line was of another tmux server, which has ended.');
      return;
    }
  }
  await showHistory(page, place);
}
