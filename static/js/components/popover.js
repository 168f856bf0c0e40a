/** A panel below a button, over the page. */
import { needStyle } from '../lib/load-style.js';

const EDGE_PX = 8;
const GAP_PX = 4;

/**
 * Shows `panel` below `anchor`, in the part of the window that a soft keyboard leaves free. It closes on
 * Escape, a press elsewhere, a change of the window's width, or `close`.
 * @param {HTMLElement} anchor its `aria-expanded` is kept up to date, if it has one.
 * @param {HTMLElement} panel
 * @param {{onClose?: () => void, returns?: boolean}} [options] `onClose` is called once, when the panel is
 *   gone; `returns`: whether Escape returns the focus to a button that was pressed by keyboard.
 * @returns {() => void} closes it; safe to call twice.
 */
export function openPopover(anchor, panel, { onClose = () => {}, returns = true } = {}) {
  const opener = /** @type {HTMLElement|null} */ (document.activeElement);
  const byKeyboard = anchor.matches(':focus-visible');
  const undo = [];
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    for (const remove of undo) remove();
    panel.remove();
    if (anchor.hasAttribute('aria-expanded')) anchor.setAttribute('aria-expanded', 'false');
    onClose();
  };
  const on = (target, type, listener) => {
    target.addEventListener(type, listener, true);
    undo.push(() => target.removeEventListener(type, listener, true));
  };
  on(document, 'keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    close();
    if (returns && byKeyboard && opener?.isConnected) opener.focus();
  });
  on(document, 'click', (event) => {
    if (panel.contains(event.target)) return;
    // A press on the button itself would open it again.
    if (anchor.contains(event.target)) event.stopPropagation();
    close();
  });
  // The terminal turns a tap into no click. A tap that closes the panel does nothing else.
  on(document, 'pointerdown', (event) => {
    if (event.pointerType !== 'touch' || !event.target.closest?.('#stage')) return;
    event.stopPropagation();
    close();
  });
  // A soft keyboard changes only the height. When a phone is turned, the page is laid out again.
  const width = innerWidth;
  on(window, 'resize', () => (innerWidth === width ? place(anchor, panel) : close()));
  on(visualViewport, 'resize', () => place(anchor, panel));
  needStyle('components/overlays.css'); // Loaded by then: page-menu.js asks for it at the start.
  panel.classList.add('popover');
  document.body.append(panel);
  place(anchor, panel);
  if (anchor.hasAttribute('aria-expanded')) anchor.setAttribute('aria-expanded', 'true');
  return close;
}

function place(anchor, panel) {
  const at = anchor.getBoundingClientRect();
  const most = Math.max(EDGE_PX, innerWidth - panel.offsetWidth - EDGE_PX);
  panel.style.left = `${Math.min(Math.max(EDGE_PX, at.left), most)}px`;
  const first = visualViewport.offsetTop;
  const end = Math.min(innerHeight, first + visualViewport.height);
  const below = at.bottom + GAP_PX;
  panel.style.maxHeight = '';
  // A panel that would reach below the window is moved up.
  const top =
    below < (first + end) / 2
      ? below
      : Math.max(first + EDGE_PX, Math.min(below, end - panel.offsetHeight - EDGE_PX));
  panel.style.top = `${top}px`;
  panel.style.maxHeight = `${end - top - EDGE_PX}px`;
}
