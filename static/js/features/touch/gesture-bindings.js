/** What gestures on the terminal and on the toolbar do. */
import { el, need } from '../../lib/dom.js';
import { FONT_PX } from '../../lib/settings-table.js';
import { Gestures } from '../../lib/gestures.js';
import { Taps } from './taps.js';
import { TEXT } from './touch-text.js';

const TOOLBAR_SWIPE_PX = 60;
// Swipes from the edge belong to the browser.
const EDGE_PX = 16;
const HINT_MS = 900;

/**
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {object} parts
 * @param {HTMLElement} parts.stage
 * @param {import('../../terminal/input/touch.js').TouchTerminal} parts.touch
 * @param {import('./touch-scroll.js').TouchScroll} parts.scroll
 * @param {import('./zoom-pan.js').ZoomPan} parts.zoomPan
 * @param {() => void} parts.showKeyboard shows the soft keyboard.
 */
export function installGestures(page, { stage, touch, scroll, zoomPan, showKeyboard }) {
  const taps = new Taps(page, { touch, zoomPan, showKeyboard });
  const fontSize = pinchedFontSize(page);
  let at = { x: 0, y: 0 };

  // A gesture that has moved the view moves nothing else.
  let panned = false;
  const move = (dx, dy) => {
    const rest = zoomPan.pan(dx, dy);
    panned ||= rest !== dy;
    if (!panned) scroll.by(rest, at);
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
    pinch: (by) => (zoomPan.on ? zoomPan.pinch(by) : fontSize.scale(by.factor)),
    pinchEnd: () => {
      if (zoomPan.on) zoomPan.sharpen();
      fontSize.apply();
    },
    swipe: (direction) => page.actions.run(direction < 0 ? 'window.next' : 'window.previous'),
  });
  listen(stage, gestures);
  installToolbarSwipe(page);
}

/** The size of letters under a pinch. It is set at the end: each size resizes the terminal for everybody. */
function pinchedFontSize(page) {
  const frame = need('#frame');
  const hint = hintIn(page.layer);
  let size = null;
  return {
    scale(factor) {
      if (factor === 1 && size === null) return;
      const current = page.settings.get('font.size');
      size = Math.max(FONT_PX.least, Math.min(FONT_PX.most, (size ?? current) * factor));
      frame.style.scale = String(size / current);
      hint(TEXT.fontSize(Math.round(size)));
    },
    apply() {
      if (size === null) return;
      const rounded = Math.round(size);
      size = null;
      frame.style.scale = '';
      if (rounded !== page.settings.get('font.size')) page.settings.set('font.size', rounded);
    },
  };
}

/** Returns a function that shows a text for a moment. */
function hintIn(layer) {
  const hint = el('div', { class: 'touch-hint', 'aria-hidden': true, hidden: true });
  layer.append(hint);
  let timer = null;
  return (text) => {
    clearTimeout(timer);
    hint.textContent = text;
    hint.hidden = false;
    timer = setTimeout(() => {
      hint.hidden = true;
    }, HINT_MS);
  };
}

function listen(stage, gestures) {
  const fingers = new Map();
  const place = ({ pointerId: id, clientX: x, clientY: y }) => fingers.set(id, { id, x, y });
  const on = (type, take) =>
    stage.addEventListener(type, (event) => event.pointerType === 'touch' && take(event));
  // Each finger has its own event. Only after those of all fingers is it known what they do together.
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
    // Or the browser would send mouse events too, at the wrong place of a scaled screen.
    event.preventDefault();
    // The element under the finger may be removed.
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
  // For browsers that ignore `preventDefault` of pointerdown.
  stage.addEventListener('touchend', (event) => event.cancelable && event.preventDefault(), {
    passive: false,
  });
  stage.addEventListener('contextmenu', (event) => event.preventDefault());
}

const atEdge = ({ clientX }) => clientX < EDGE_PX || clientX > innerWidth - EDGE_PX;

/** A swipe on the toolbar changes the window, unless what is under the finger scrolls. */
function installToolbarSwipe(page) {
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
      if (Math.abs(dx) < TOOLBAR_SWIPE_PX || Math.abs(dx) < 2 * Math.abs(dy)) return;
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
