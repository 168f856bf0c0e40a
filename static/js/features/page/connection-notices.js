/** Notices on a page that goes on working: a slow connection, skipped output, a newer version of WebMux. */
import { el, need } from '../../lib/dom.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './page-text.js';

const SLOW_MS = 300;
// Below SLOW_MS, so that the notice does not flicker.
const QUICK_MS = 240;
// One late reply does not make a slow connection.
const SLOW_TIMES = 2;
// While output is fast, the screen skips again and again: one notice is enough.
const SKIPPED_AGAIN_MS = 60_000;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installConnectionNotices(page) {
  followLatency(page);
  followSkips(page);
  followVersion(page);
}

function followLatency(page) {
  const chip = need('#slow');
  let late = 0;
  const show = (slow) => {
    if (slow === !chip.hidden) return;
    chip.hidden = !slow;
    if (slow) toast(TEXT.slow);
    else page.say(TEXT.normalAgain);
  };
  page.events.on('latency', (ms) => {
    late = ms > SLOW_MS ? late + 1 : 0;
    if (late >= SLOW_TIMES) show(true);
    else if (ms < QUICK_MS) show(false);
  });
  page.events.on('state', (state) => {
    late = 0;
    if (state !== 'live') chip.hidden = true;
  });
}

function followSkips(page) {
  let shownAt = -Infinity;
  page.events.on('skipped', () => {
    // A hidden page always skips.
    if (document.hidden || performance.now() - shownAt < SKIPPED_AGAIN_MS) return;
    shownAt = performance.now();
    toast(TEXT.skipped);
  });
}

function followVersion(page) {
  const pageVersion = need('#terminal').dataset.version;
  let notice = null;
  page.events.on('attached', ({ version }) => {
    if (!version || !pageVersion || version === pageVersion || notice) return;
    notice = el(
      'div',
      { class: 'pill pill-news' },
      el('span', { text: TEXT.updated }),
      el('button', {
        class: 'pill-button',
        type: 'button',
        text: TEXT.reload,
        on: { click: () => location.reload() },
      }),
      el('button', {
        class: 'icon-button',
        type: 'button',
        'aria-label': TEXT.later,
        title: TEXT.later,
        text: '×',
        on: { click: later },
      }),
    );
    page.layer.append(notice);
    page.say(TEXT.updatedSpoken);
  });
  function later() {
    notice.hidden = true;
    page.focus();
  }
}
