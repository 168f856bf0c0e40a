/** Swipes to the left and to the right on a touch screen. */

const FAR_PX = 60;

/**
 * @param {HTMLElement} element
 * @param {{left: () => void, right: () => void}} on
 */
export function onSwipe(element, on) {
  /** @type {{x: number, y: number}|null} */
  let began = null;
  element.addEventListener(
    'touchstart',
    ({ touches }) => {
      began = touches.length === 1 ? { x: touches[0].clientX, y: touches[0].clientY } : null;
    },
    { passive: true },
  );
  element.addEventListener('touchcancel', () => {
    began = null;
  });
  element.addEventListener('touchend', ({ changedTouches: [touch] }) => {
    if (!began) return;
    const [dx, dy] = [touch.clientX - began.x, touch.clientY - began.y];
    began = null;
    if (Math.abs(dx) < FAR_PX || Math.abs(dx) < 2 * Math.abs(dy)) return;
    if (dx < 0) on.left();
    else on.right();
  });
}
