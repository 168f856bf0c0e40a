/** What needs attention in a session: a glyph, a colour and a count each, and words for who does not see them. */
import { el, setText } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { plural } from '../../lib/format.js';
import { ALERTS } from '../../lib/session-order.js';

const GLYPHS = { bell: 'bell', done: 'check', silence: 'moon', activity: 'activity' };
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
        icon(GLYPHS[name]),
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
