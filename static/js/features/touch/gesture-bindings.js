/** Fingers on the terminal and on the bar above it. */
import { need } from '../../lib/dom.js';
import { FONT_PX } from '../../lib/settings-table.js';
import { Gestures } from '../../lib/gestures.js';
import { Taps } from './taps.js';

const HEADER_PX = 60;
// There a swipe belongs to the browser.
const EDGE_PX = 16;

/**
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {object} parts
 * @param {HTMLElement} parts.stage
 * @param {import('../../terminal/input/touch.js').TouchTerminal} parts.touch
 * @param {import('./touch-scroll.js').TouchScroll} parts.scroll
 * @param {import('./zoom-pan.js').Letterbox} parts.letterbox
 * @param {() => void} parts.wake shows the soft keyboard.
 * @param {(text: string) => void} parts.hint says something for a moment.
 */
export function installFingers(page, { stage, touch, scroll, letterbox, wake, hint }) {
  let at = { x: 0, y: 0 };
  let size = null;
  const frame = need('#frame');
  const taps = new Taps(page, { touch, letterbox, wake });

  // What has moved the view moves nothing else, until the finger comes anew.
  let panned = false;
  const move = (dx, dy) => {
    const rest = letterbox.pan(dx, dy);
    panned ||= rest !== dy;
    if (!panned) scroll.by(rest, at);
  };
  const pinch = (by) => {
    if (letterbox.on) {
      letterbox.pinch(by);
      return;
    }
    if (by.factor === 1 && size === null) return;
    const now = page.settings.get('font.size');
    size = Math.max(FONT_PX.least, Math.min(FONT_PX.most, (size ?? now) * by.factor));
    frame.style.scale = String(size / now);
    hint(`${Math.round(size)} px`);
  };
  // Each size of the letters on the way would resize the terminal for everybody.
  const pinchEnd = () => {
    if (letterbox.on) letterbox.sharpen();
    if (size === null) return;
    const wanted = Math.round(size);
    size = null;
    frame.style.scale = '';
    if (wanted !== page.settings.get('font.size')) page.settings.set('font.size', wanted);
  };

  const gestures = new Gestures({
    touch: () => {
      panned = false;
      scroll.stop();
    },
    tap: (point) => taps.tap(point),
    longPress: () => page.actions.run('select.open'),
    pan: ({ dx, dy, x, y }) => {
      at = { x, y };
      move(dx, dy);
    },
    panEnd: (speed) => scroll.fling(speed.y, (pixels) => move(0, pixels)),
    pinch,
    pinchEnd,
    swipe: (way) => page.actions.run(way < 0 ? 'window.next' : 'window.previous'),
  });
  listen(stage, gestures);
  installHeaderSwipe(page);
}

function listen(stage, gestures) {
  const fingers = new Map();
  const place = ({ pointerId: id, clientX: x, clientY: y }) => fingers.set(id, { id, x, y });
  const on = (type, take) =>
    stage.addEventListener(type, (event) => event.pointerType === 'touch' && take(event));
  // Each finger is told of by itself; only when all have moved is it known what they do together.
  let moved = null;
  const flush = () => {
    if (moved === null) return;
    cancelAnimationFrame(moved.frame);
    const { at } = moved;
    moved = null;
    gestures.move([...fingers.values()], at);
  };
  on('pointerdown', (event) => {
    flush();
    // Or the browser would make a mouse of it, at the wrong place of a scaled screen.
    event.preventDefault();
    // Rows come and go below a finger.
    stage.setPointerCapture(event.pointerId);
    place(event);
    gestures.down([...fingers.values()], event.timeStamp);
  });
  on('pointermove', (event) => {
    if (!fingers.has(event.pointerId)) return;
    place(event);
    moved ??= { frame: requestAnimationFrame(flush) };
    moved.at = event.timeStamp;
  });
  on('pointerup', (event) => {
    flush();
    if (fingers.delete(event.pointerId)) gestures.up(fingers.size, event.timeStamp);
  });
  on('pointercancel', (event) => {
    flush();
    fingers.delete(event.pointerId);
    gestures.cancel();
  });
  // Browsers that do not heed pointerdown.
  stage.addEventListener('touchend', (event) => event.cancelable && event.preventDefault(), {
    passive: false,
  });
  stage.addEventListener('contextmenu', (event) => event.preventDefault());
}

const atEdge = ({ clientX }) => clientX < EDGE_PX || clientX > innerWidth - EDGE_PX;

/** Swiping the bar changes the window, unless what is under the finger scrolls by itself. */
function installHeaderSwipe(page) {
  const bar = document.querySelector('.term-bar');
  let start = null;
  bar?.addEventListener(
    'touchstart',
    (event) => {
      const [finger] = event.touches;
      start = event.touches.length === 1 && !atEdge(finger) && !scrolls(event.target, bar) ? finger : null;
    },
    { passive: true },
  );
  bar?.addEventListener(
    'touchend',
    (event) => {
      if (!start) return;
      const [dx, dy] = [
        event.changedTouches[0].clientX - start.clientX,
        event.changedTouches[0].clientY - start.clientY,
      ];
      start = null;
      if (Math.abs(dx) < HEADER_PX || Math.abs(dx) < 2 * Math.abs(dy)) return;
      page.actions.run(dx < 0 ? 'window.next' : 'window.previous');
    },
    { passive: true },
  );
}

function scrolls(element, outermost) {
  if (element === null || element === outermost.parentElement) return false;
  const wide = element.scrollWidth > element.clientWidth + 1;
  return (
    (wide && ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)) ||
    scrolls(element.parentElement, outermost)
  );
}
