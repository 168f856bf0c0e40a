/** A button that comes up over the terminal by itself. */
import { el } from '../lib/dom.js';

const WAITS_MS = 500;

/**
 * It says that it is disabled until it has been there for half a second: a key or a tap that was meant for the terminal does not press it.
 * @param {{label: string, primary?: boolean, run: () => void}} what
 * @returns {HTMLButtonElement} which may have the focus from the start.
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
