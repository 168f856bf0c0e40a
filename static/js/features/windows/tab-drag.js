/** Dragging tabs to another place by mouse or pen; a finger scrolls them, and the keyboard has Shift and the arrow keys. */

// Less is a press that trembles.
const SLOP_PX = 6;

/**
 * @param {HTMLElement} list of elements with `data-window`.
 * @param {{may: () => boolean, order: () => string[], drop: (id: string, onto: string) => void}} acts `onto` is whose place it takes.
 */
export function installDragging(list, { may, order, drop }) {
  let drag = null;
  const tabs = () => [...list.querySelectorAll('[data-window]')];
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
    const tab = event.target.closest('[data-window]');
    const takes = event.button === 0 && event.pointerType !== 'touch' && !event.target.closest('.tab-close');
    if (tab && takes && may()) drag = { id: tab.dataset.window, x: event.clientX, onto: null, moves: false };
  });
  list.addEventListener('pointermove', (event) => {
    if (drag === null) return;
    if (event.buttons === 0) return end();
    if (!drag.moves && Math.abs(event.clientX - drag.x) < SLOP_PX) return;
    if (!drag.moves) list.setPointerCapture(event.pointerId); // and no press on a tab comes of it
    drag.moves = true;
    list.classList.add('is-dragging');
    mark(tabs().find((tab) => isUnder(tab, event.clientX))?.dataset.window ?? null);
  });
  list.addEventListener('pointerup', () => {
    const { id, onto } = drag ?? {};
    end();
    if (onto) drop(id, onto);
  });
  list.addEventListener('pointercancel', end);
  document.addEventListener('keydown', (event) => event.key === 'Escape' && end(), true);
}

function isUnder(tab, x) {
  const { left, right } = tab.getBoundingClientRect();
  return x >= left && x <= right;
}
