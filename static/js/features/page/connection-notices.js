/** States of a page that goes on working: a slow line, a server that has newer pages. */
import { el, need } from '../../lib/dom.js';
import { toast } from '../../components/toast.js';

const SLOW_MS = 300;
// Not slow any more below this, so that it does not flicker at the edge.
const QUICK_MS = 240;
// A single late answer is no slow line.
const SLOW_TIMES = 2;

/** @param {import('../../pages/terminal.js').Page} page */
export function installStates(page) {
  followLatency(page);
  followVersion(page);
}

function followLatency(page) {
  const chip = need('#slow');
  let late = 0;
  const show = (slow) => {
    if (slow === !chip.hidden) return;
    chip.hidden = !slow;
    if (slow) toast('The connection is slow: typing is delayed but not lost.');
    else page.say('The connection is back to normal.');
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

function followVersion(page) {
  const mine = need('#terminal').dataset.version;
  let note = null;
  page.events.on('attached', ({ version }) => {
    if (!version || !mine || version === mine || note) return;
    note = el(
      'div',
      { class: 'pill pill-news' },
      el('span', { text: 'WebMux was updated.' }),
      el('button', {
        class: 'pill-button',
        type: 'button',
        text: 'Reload',
        on: { click: () => location.reload() },
      }),
      el('button', {
        class: 'icon-button',
        type: 'button',
        'aria-label': 'Later',
        title: 'Later',
        text: '×',
        on: { click: later },
      }),
    );
    page.layer.append(note);
    page.say('WebMux was updated. A button over the terminal reloads the page.');
  });
  function later() {
    note.hidden = true;
    page.focus();
  }
}
