/** Addresses and paths in the history: a finger, or a click that is meant for a link, opens their menu. */
import { linkAt } from '../../terminal/links/addresses.js';
import { meansLink } from '../../terminal/links/link-clicks.js';
import { isMac } from '../../lib/chord.js';
import { cellsOf } from '../../wire/sgr.js';
import { openLinkMenu } from '../files/link-menu.js';
import { characterAt } from '../../lib/text-at-point.js';

const ROWS_AROUND = 12;

/**
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {HTMLElement} scroller @param {() => number} cols the width that its rows were wrapped at.
 * @param {import('../../lib/disposables.js').Disposables} disposables
 */
export function installHistoryLinks(page, { scroller, cols }, disposables) {
  disposables.listen(scroller, 'click', (event) => {
    const meant = event.pointerType === 'touch' || meansLink(event, isMac());
    const element = event.target.closest?.('.history-row');
    if (!meant || !element || !document.getSelection().isCollapsed) return;
    const offset = characterAt(element, event);
    if (offset === null) return;
    const { rows, row } = around(element, cols());
    const link = linkAt(rows, row, offset);
    if (link) openLinkMenu(page, event, link);
  });
}

function around(element, cols) {
  const rowOf = ({ textContent: text }) => ({ text, full: cellsOf(text) >= cols });
  const rows = [rowOf(element)];
  let row = 0;
  for (let one = element.previousElementSibling; one && row < ROWS_AROUND; one = one.previousElementSibling) {
    rows.unshift(rowOf(one));
    row += 1;
  }
  for (
    let one = element.nextElementSibling;
    one && rows.length - row <= ROWS_AROUND;
    one = one.nextElementSibling
  )
    rows.push(rowOf(one));
  return { rows, row };
}
