/** The history of a pane over the terminal: when it opens. What it is, is loaded then. */
import { logError } from '../../lib/log.js';
import { needStyle } from '../../lib/load-style.js';
import { toast } from '../../components/toast.js';

let opened = null;
let typed = 0;

/** The history that is open now, or null. @returns {import('./history-view.js').HistoryView|null} */
export function openHistory() {
  return opened;
}

/**
 * Opens a history; where one is open already it goes to the place.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {{pane?: string, row?: number, mark?: string, find?: object}} [place] the end of the active pane without one.
 * @param {{pager?: boolean}} [options] see `HistoryView`.
 */
export async function showHistory(page, place = {}, { pager = false } = {}) {
  const before = typed;
  const HistoryView = await viewOf(page);
  // Whoever typed while it loaded is back at the end.
  if (HistoryView === null || typed !== before) return;
  if (opened === null) {
    const onClosed = () => {
      opened = null;
      page.events.emit('history', { open: false });
      page.focus();
    };
    opened = new HistoryView(page, { pager, onClosed });
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
    const [{ HistoryView }] = await Promise.all([
      import('./history-view.js'),
      needStyle('features/history/history.css'),
    ]);
    return HistoryView;
  } catch (error) {
    logError('the history did not load', error);
    toast(error.message, { kind: 'error' });
    page.focus();
    return null;
  }
}

/** @param {import('../../pages/page-contract.js').Page} page */
export function installHistory(page) {
  page.actions.register('history.open', ({ chord } = {}) =>
    showHistory(page, {}, { pager: chord !== undefined }),
  );
  page.actions.register('history.pageUp', () => pageUp(page));
  page.events.on('history.close', () => opened?.close());
  page.events.on('typed', () => {
    typed += 1;
    opened?.close();
  });
  followAddress(page);
}

async function pageUp(page) {
  if (opened === null) await showHistory(page);
  opened?.scrollPages(-1);
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
      toast('That line belonged to a tmux server that has ended.');
      return;
    }
  }
  await showHistory(page, place);
}
