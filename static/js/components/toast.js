/** Short messages at the lower edge of the page that disappear by themselves. */
import { el, speak } from '../lib/dom.js';

const SHOWN_MS = 5_000;
const TOGETHER_MAX = 3;

const TEXT = { close: 'Close this message' };

/** @type {HTMLElement|null} */
let shelf = null;

/**
 * Shows one sentence. At most three are shown; a fourth removes the oldest.
 * @param {string} text
 * @param {{kind?: 'info'|'error'}} [options] an error stays until it is closed, and interrupts a screen
 *   reader.
 */
export function toast(text, { kind = 'info' } = {}) {
  shelf ??= document.body.appendChild(el('div', { class: 'toasts' }));
  const note = el('div', { class: `toast toast-${kind}`, role: kind === 'error' && 'alert' });
  if (kind !== 'error') speak(text);
  const timer = kind === 'error' ? null : setTimeout(() => note.remove(), SHOWN_MS);
  const close = () => {
    clearTimeout(timer);
    note.remove();
  };
  note.append(
    el('span', { text }),
    el('button', {
      class: 'icon-button',
      type: 'button',
      'aria-label': TEXT.close,
      text: '×',
      on: { click: close },
    }),
  );
  while (shelf.children.length >= TOGETHER_MAX) shelf.firstElementChild.remove();
  shelf.append(note);
}
