/** When the history of a pane opens over the terminal. history-view.js, which shows it, is loaded then. */
import { needStyle } from '../../lib/load-style.js';
import { attempt } from '../../components/attempt.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './history-text.js';

let opened = null;
let typedCount = 0;

/** @returns {import('./history-view.js').HistoryView|null} */
export function openHistory() {
  return opened;
}

/**
 * `back`: so many rows before the end.
 * @typedef {{pane?: string, row?: number, mark?: string, back?: number,
 *   find?: {text: string, how: object}}} Place
 */

/**
 * Opens the history, or moves the open one to the place.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {Place} [place] default: its newest rows.
 * @param {{pager?: boolean}} [options] see `HistoryView`.
 */
export async function showHistory(page, place = {}, { pager = false } = {}) {
  const typedBefore = typedCount;
  const focused = page.panes?.screen.focused ?? null;
  const where = focused === null ? place : { pane: `%${focused}`, ...place };
  const HistoryView = await loadView(page);
  // A user who typed while it loaded is back at the end.
  if (!HistoryView || typedCount !== typedBefore) return;
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
  await attempt(() => shown.show(where), { onFailure: () => opened === shown && shown.close() });
}

function loadView(page) {
  const load = async () => {
    const [{ HistoryView }] = await Promise.all([
      import('./history-view.js'),
      needStyle('features/history/history.css'),
    ]);
    return HistoryView;
  };
  return attempt(load, { log: 'the history did not load', onFailure: () => page.focus() });
}

/** @param {import('../../pages/page-contract.js').Page} page */
export function installHistory(page) {
  page.actions.register('history.open', (how) =>
    showHistory(page, { back: how?.back }, { pager: how?.chord !== undefined }),
  );
  page.actions.register('history.pageUp', () => pageUp(page));
  page.events.on('history.close', () => opened?.close());
  page.events.on('typed', () => {
    typedCount += 1;
    opened?.close();
  });
  followLink(page);
}

async function pageUp(page) {
  if (opened === null) await showHistory(page);
  opened?.scrollPages(-1);
}

/** A link to a line: `?history=<pane>:<row>`, with the mark of the row and the epoch of its tmux server. */
async function followLink(page) {
  const query = new URLSearchParams(location.search);
  const [pane, row] = (query.get('history') ?? '').split(':');
  if (!/^%\d{1,10}r?$/.test(pane) || !/^\d{1,10}$/.test(row ?? '')) return;
  const place = { pane, row: Number(row), mark: query.get('mark') ?? '' };
  const epoch = query.get('epoch');
  for (const name of ['history', 'mark', 'epoch']) query.delete(name);
  const rest = query.toString();
  history.replaceState(null, '', location.pathname + (rest && `?${rest}`));
  if (epoch !== null && !page.guest) {
    const listed = await page.api.listSessions().catch(() => null);
    if (listed !== null && listed.epoch !== epoch) {
      toast(TEXT.noServer);
      return;
    }
  }
  await showHistory(page, place);
}
