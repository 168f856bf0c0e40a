/** A button that appears over the terminal without a user's action. */
import { el } from '../lib/dom.js';

const WAITS_MS = 500;

/**
 * The button is disabled (`aria-disabled`) for its first half second, so that a key or a tap meant for the
 * terminal does not press it.
 * @param {{label: string, primary?: boolean, run: () => void}} what
 * @returns {HTMLButtonElement} may have the focus from the start.
 */
export function lateButton({ label, primary = false, run }) {
  const button = el('button', {
    class: primary ? 'button button-primary' : 'button',
    type: 'button',
    'aria-disabled': 'true',
    text: label,
  });
  button.addEventListener('click', () => !button.hasAttribute('aria-disabled') && run());
  setTimeout(() => button.removeAttribute('aria-disabled'), WAITS_MS);
  return button;
}
