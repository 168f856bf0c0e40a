/** The history under fingers: a thumb to drag, and a pull past its end that closes it. */
import { el, need } from '../../lib/dom.js';
import { openHistory } from '../history/history.js';

const PAST_PX = 80;
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
  let start = null;
  scroller.addEventListener(
    'touchstart',
    ({ touches }) => {
      start = touches.length === 1 && openHistory()?.atEnd ? touches[0].clientY : null;
    },
    { passive: true },
  );
  scroller.addEventListener(
    'touchend',
    ({ changedTouches }) => {
      const pulled = start === null ? 0 : start - changedTouches[0].clientY;
      start = null;
      if (pulled > PAST_PX && getSelection().isCollapsed) openHistory()?.close();
    },
    { passive: true },
  );
}

function addThumb(scroller) {
  const thumb = el('div', { class: 'history-thumb', 'aria-hidden': true, hidden: true });
  const most = () => scroller.scrollHeight - scroller.clientHeight;
  const way = () => scroller.clientHeight - THUMB_PX;
  const place = () => {
    thumb.hidden = most() < scroller.clientHeight;
    thumb.style.top = `${scroller.offsetTop + (scroller.scrollTop / most()) * way()}px`;
  };
  let grip = null;
  thumb.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    thumb.setPointerCapture(event.pointerId);
    grip = event.clientY - thumb.getBoundingClientRect().top;
  });
  thumb.addEventListener('pointermove', ({ clientY }) => {
    if (grip !== null)
      scroller.scrollTop = ((clientY - grip - scroller.getBoundingClientRect().top) / way()) * most();
  });
  for (const type of ['pointerup', 'pointercancel'])
    thumb.addEventListener(type, () => {
      grip = null;
    });
  scroller.addEventListener('scroll', place, { passive: true });
  scroller.after(thumb);
  place();
}
