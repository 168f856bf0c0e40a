/** Links in the history: a tap, or a click with the key for links, opens their menu. */
import { linkAt } from '../../terminal/links/addresses.js';
import { meansLink } from '../../terminal/links/link-clicks.js';
import { isMac } from '../../lib/chord.js';
import { cellsOf } from '../../wire/sgr.js';
import { openLinkMenu } from '../files/link-menu.js';
import { characterAt } from '../../lib/text-at-point.js';

const ROWS_AROUND = 12;

/**
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {{scroller: HTMLElement, cols: () => number}} about `cols`: the width of the rows.
 * @param {import('../../lib/disposables.js').Disposables} disposables
 */
export function installHistoryLinks(page, { scroller, cols }, disposables) {
  disposables.listen(scroller, 'click', (event) => {
    const isForLink = event.pointerType === 'touch' || meansLink(event, isMac());
    const element = event.target.closest?.('.history-row');
    if (!isForLink || !element || !document.getSelection().isCollapsed) return;
    const offset = characterAt(element, event);
    if (offset === null) return;
    const { rows, row } = around(element, cols());
    const link = linkAt(rows, row, offset);
    if (link) openLinkMenu(page, event, link);
  });
}

/** The rows around an element, for links that continue in the next row. */
function around(element, cols) {
  const before = neighbours(element, 'previousElementSibling').reverse();
  const rows = [...before, element, ...neighbours(element, 'nextElementSibling')];
  return {
    rows: rows.map(({ textContent: text }) => ({ text, full: cellsOf(text) >= cols })),
    row: before.length,
  };
}

function neighbours(element, direction) {
  const found = [];
  for (let row = element[direction]; row && found.length < ROWS_AROUND; row = row[direction]) found.push(row);
  return found;
}
