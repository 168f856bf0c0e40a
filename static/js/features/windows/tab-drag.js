/** Moving tabs by mouse or pen. A finger scrolls them instead; the keyboard has Shift and the arrow keys. */

// A shorter movement is still a click.
const CLICK_MAX_PX = 6;

/**
 * Installs it for as long as the page lives.
 * @param {HTMLElement} list of elements with `data-window`.
 * @param {object} options
 * @param {() => boolean} options.canMove
 * @param {() => string[]} options.order ids of the windows.
 * @param {(id: string, onto: string) => void} options.onDrop `id` takes the place of `onto`.
 */
export function installDragging(list, { canMove, order, onDrop }) {
  /** @type {{id: string, x: number, onto: string|null, moves: boolean}|null} */
  let drag = null;
  const tabs = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll('[data-window]')]);
  const mark = (onto) => {
    const [from, to] = [drag.id, onto].map((id) => order().indexOf(id));
    for (const tab of tabs()) {
      const target = onto !== null && from !== to && tab.dataset.window === onto;
      tab.classList.toggle('is-target', target);
      tab.classList.toggle('is-after', target && to > from);
    }
    drag.onto = from === to ? null : onto;
  };
  const end = () => {
    if (drag === null) return;
    mark(null);
    list.classList.remove('is-dragging');
    drag = null;
  };
  list.addEventListener('pointerdown', (event) => {
    const target = /** @type {Element} */ (event.target);
    const tab = /** @type {HTMLElement|null} */ (target.closest('[data-window]'));
    const starts = event.button === 0 && event.pointerType !== 'touch' && !target.closest('.tab-close');
    if (tab && starts && canMove())
      drag = { id: tab.dataset.window, x: event.clientX, onto: null, moves: false };
  });
  list.addEventListener('pointermove', (event) => {
    if (drag === null) return;
    if (event.buttons === 0) return end();
    if (!drag.moves && Math.abs(event.clientX - drag.x) < CLICK_MAX_PX) return;
    if (!drag.moves) list.setPointerCapture(event.pointerId); // so that the tab gets no click
    drag.moves = true;
    list.classList.add('is-dragging');
    mark(tabs().find((tab) => isUnder(tab, event.clientX))?.dataset.window ?? null);
  });
  list.addEventListener('pointerup', () => {
    const { id, onto } = drag ?? {};
    end();
    if (onto) onDrop(id, onto);
  });
  list.addEventListener('pointercancel', end);
  document.addEventListener('keydown', (event) => event.key === 'Escape' && end(), true);
}

function isUnder(tab, x) {
  const { left, right } = tab.getBoundingClientRect();
  return x >= left && x <= right;
}
