/** The text of the screen with the phone's own handles for selecting and copying. */
import { el } from '../../util/dom.js';

/** Opens it, once. @param {import('../../main/terminal.js').Page} page @param {string} screenText */
export function openSelect(page, screenText) {
  if (page.layer.querySelector('.select-text')) return;
  // The empty half of a screen is a long way for a thumb.
  const text = screenText.replace(/\n{4,}/g, '\n\n\n');
  const words = el('pre', { class: 'select-words', tabindex: 0, text: text || 'The screen is empty.' });
  const button = (label, run, more = '') => el('button', { class: `button button-small ${more}`, type: 'button', text: label, on: { click: run } });
  const close = () => {
    panel.remove();
    page.focus();
  };
  const older = () => {
    panel.remove();
    page.actions.run('history.open');
  };
  // Not modal: the keys below and what is told stay in reach.
  const panel = el('dialog', { class: 'select-text', open: true, 'aria-label': 'Select text', tabindex: -1 },
    el('div', { class: 'select-bar' },
      button('Copy all', () => page.screen.copy(text), 'button-primary'),
      ...(page.actions.has('history.open') ? [button('History', older)] : []),
      button('Close', close)),
    words);
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  });
  page.layer.append(panel);
  words.scrollTop = words.scrollHeight;
  panel.focus({ preventScroll: true });
}
