/** What needs attention in a session: a glyph, a colour and a count each, and words for who does not see them. */
import { el, icon, setText } from '../../lib/dom.js';
import { plural } from '../../lib/format.js';
import { ALERTS } from '../../lib/session-order.js';

const GLYPHS = {
  bell: ['M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4'],
  done: ['M4.5 12.5l5 5 10-11'],
  silence: ['M19.5 14.5A8 8 0 1 1 9.5 4.5a6.3 6.3 0 0 0 10 10z'],
  activity: ['M3 12.5h4l3-7.5 4 14 3-6.5h4'],
};
const WORDS = {
  bell: 'Bell in',
  done: 'Command finished in',
  silence: 'Silence in',
  activity: 'Activity in',
};

/** `Bell in 2 windows`. */
function alertText(name, count) {
  return `${WORDS[name]} ${plural(count, 'window')}`;
}

/** The badges of one session; those without a count are not there. */
export class Badges {
  #badges = new Map();
  element = el('span', { class: 'alerts' });

  constructor() {
    for (const name of ALERTS) {
      const count = el('span', { class: 'alert-count', 'aria-hidden': true });
      const words = el('span', { class: 'visually-hidden' });
      const badge = el(
        'span',
        { class: `alert alert-${name}`, 'data-alert': name, hidden: true },
        icon(...GLYPHS[name]),
        count,
        words,
      );
      this.#badges.set(name, { badge, count, words });
    }
    this.element.append(...[...this.#badges.values()].map(({ badge }) => badge));
  }

  /** @param {Record<string, number>} alerts counts of windows, by name. */
  show(alerts = {}) {
    for (const [name, { badge, count, words }] of this.#badges) {
      const windows = alerts[name] ?? 0;
      badge.hidden = windows === 0;
      if (windows === 0) continue;
      setText(count, String(windows));
      setText(words, alertText(name, windows));
      badge.title = alertText(name, windows);
    }
  }
}
