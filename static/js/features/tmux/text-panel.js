/** A panel with text that tmux printed, such as its list of keys. */
import { el } from '../../lib/dom.js';
import { showModal } from '../../lib/visual-viewport.js';
import { textButton } from '../../components/controls.js';
import { focusReturner } from '../../components/focus.js';
import { TEXT } from './tmux-text.js';

/**
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {string} text
 */
export function showText(page, text) {
  const shown = text.trimEnd() || TEXT.nothingPrinted;
  const printed = el('pre', { class: 'printed', tabindex: 0, text: shown });
  const returnFocus = focusReturner(null);
  const dialog = el('dialog', { class: 'dialog printed-dialog', 'aria-label': TEXT.printed });
  dialog.append(
    el('h2', { text: TEXT.printed }),
    printed,
    el(
      'div',
      { class: 'printed-foot' },
      textButton(TEXT.close, () => dialog.close(), { class: 'button' }),
    ),
  );
  // As in tmux's own view of it.
  dialog.addEventListener('keydown', (event) => {
    if (event.key !== 'q' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    returnFocus(() => page.focus());
  });
  document.body.append(dialog);
  showModal(dialog);
  printed.focus();
}
