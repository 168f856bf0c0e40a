/** The history on a touch screen: a thumb to drag, and a pull past its end that closes it. */
import { el, need } from '../../lib/dom.js';
import { openHistory } from '../history/history.js';

/** A finger that pulls so far past the end closes the history. */
export const CLOSE_PX = 80;
const THUMB_PX = 44;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installHistoryTouch(page) {
  page.events.on('history', ({ open }) => {
    if (!open) return;
    const scroller = need('.history-scroller');
    closeWhenPulled(scroller);
    addThumb(scroller);
  });
}

function closeWhenPulled(scroller) {
  let startY = null;
  scroller.addEventListener(
    'touchstart',
    ({ touches }) => {
      startY = touches.length === 1 && openHistory()?.atEnd ? touches[0].clientY : null;
    },
    { passive: true },
  );
  scroller.addEventListener(
    'touchend',
    ({ changedTouches }) => {
      const pulledPx = startY === null ? 0 : startY - changedTouches[0].clientY;
      startY = null;
      if (pulledPx > CLOSE_PX && getSelection().isCollapsed) openHistory()?.close();
    },
    { passive: true },
  );
}

function addThumb(scroller) {
  const thumb = el('div', { class: 'history-thumb', 'aria-hidden': true, hidden: true });
  const scrollMax = () => scroller.scrollHeight - scroller.clientHeight;
  const track = () => scroller.clientHeight - THUMB_PX;
  const place = () => {
    thumb.hidden = scrollMax() < scroller.clientHeight;
    thumb.style.top = `${scroller.offsetTop + (scroller.scrollTop / scrollMax()) * track()}px`;
  };
  let gripY = null;
  thumb.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    thumb.setPointerCapture(event.pointerId);
    gripY = event.clientY - thumb.getBoundingClientRect().top;
  });
  thumb.addEventListener('pointermove', ({ clientY }) => {
    if (gripY === null) return;
    const top = clientY - gripY - scroller.getBoundingClientRect().top;
    scroller.scrollTop = (top / track()) * scrollMax();
  });
  for (const type of ['pointerup', 'pointercancel'])
    thumb.addEventListener(type, () => {
      gripY = null;
    });
  scroller.addEventListener('scroll', place, { passive: true });
  scroller.after(thumb);
  place();
}
