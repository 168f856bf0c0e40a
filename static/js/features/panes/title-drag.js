/**
 * Dragging a pane by its title: onto another pane to swap the two, onto a tab to move it to that window, onto
 * the rest of the tab bar to make it a window.
 */
import { windowLabel } from '../../lib/window-model.js';
import { el } from '../../lib/dom.js';
import { TEXT } from './pane-grid-text.js';

// A shorter movement is still a click.
const CLICK_MAX_PX = 6;
const OFFSET_PX = 12;

/**
 * @typedef {{command: string, args: Record<string, unknown>, text: string, element: Element}} Drop
 */

/**
 * What dropping a pane on an element means; null if nothing.
 * @param {Element|null} target
 * @param {number} pane
 * @param {{windows: import('../../lib/window-model.js').Window[], window: string}} session `window`: the one
 *   of the pane.
 * @returns {Drop|null}
 */
export function dropOn(target, pane, { windows, window }) {
  const frame = /** @type {HTMLElement|null|undefined} */ (target?.closest('.pane-frame'));
  if (frame) {
    const other = Number(frame.dataset.pane);
    if (other === pane) return null;
    return { command: 'swap', args: { pane, with: other }, text: TEXT.dropSwap, element: frame };
  }
  const bar = target?.closest('.term-bar .tabs');
  if (!bar) return null;
  const tab = /** @type {HTMLElement|null} */ (target.closest('[data-window]'));
  const onto = windows.find(({ id }) => id === tab?.dataset.window);
  if (onto && onto.id !== window) {
    const text = TEXT.dropJoin(windowLabel(onto));
    return { command: 'join', args: { pane, window: onto.id }, text, element: tab };
  }
  return { command: 'break', args: { pane }, text: TEXT.dropBreak, element: bar };
}

/**
 * Installs it on the titles inside `root`, for as long as the page lives.
 * @param {HTMLElement} root
 * @param {object} options
 * @param {() => boolean} options.canMove
 * @param {(target: Element|null, pane: number) => Drop|null} options.find
 * @param {(drop: Drop) => void} options.onDrop
 */
export function installTitleDrag(root, { canMove, find, onDrop }) {
  /** @type {{pane: number, x: number, y: number, label: HTMLElement|null, drop: Drop|null}|null} */
  let drag = null;
  const mark = (/** @type {Drop|null} */ drop) => {
    drag.drop?.element.classList.remove('is-drop-target');
    drop?.element.classList.add('is-drop-target');
    drag.drop = drop;
    if (drag.label) drag.label.textContent = drop?.text ?? TEXT.dropNothing;
  };
  const end = () => {
    if (drag === null) return null;
    const { drop, label } = drag;
    mark(null);
    label?.remove();
    drag = null;
    return drop;
  };
  root.addEventListener('pointerdown', (event) => {
    const target = /** @type {Element} */ (event.target);
    const frame = /** @type {HTMLElement|null} */ (target.closest('.pane-frame'));
    if (event.button !== 0 || !frame || !target.closest('.pane-title') || target.closest('button')) return;
    event.preventDefault(); // the terminal keeps the keyboard
    event.stopPropagation(); // gestures on the terminal
    if (!canMove()) return;
    drag = { pane: Number(frame.dataset.pane), x: event.clientX, y: event.clientY, label: null, drop: null };
    target.closest('.pane-title').setPointerCapture(event.pointerId);
  });
  root.addEventListener('pointermove', (event) => {
    if (drag === null) return;
    const { clientX: x, clientY: y } = event;
    if (drag.label === null && Math.hypot(x - drag.x, y - drag.y) < CLICK_MAX_PX) return;
    drag.label ??= document.body.appendChild(el('div', { class: 'pane-drag-label', 'aria-hidden': true }));
    Object.assign(drag.label.style, { left: `${x + OFFSET_PX}px`, top: `${y + OFFSET_PX}px` });
    mark(find(document.elementFromPoint(x, y), drag.pane));
  });
  root.addEventListener('pointerup', () => {
    const drop = end();
    if (drop) onDrop(drop);
  });
  root.addEventListener('pointercancel', end);
  document.addEventListener('keydown', (event) => event.key === 'Escape' && end(), true);
}
