/** The alerts of a session: a glyph, a colour and a count for each, and words for screen readers. */
import { el, setText } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { plural } from '../../lib/format.js';
import { ALERTS } from '../../lib/session-order.js';
import { TEXT } from './cards-text.js';

/** @type {Record<string, import('../../lib/icons.js').IconName>} */
const GLYPHS = { bell: 'bell', done: 'check', silence: 'moon', activity: 'activity' };

/** The badges of one session; an alert without windows has none. */
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
      badge.title = TEXT.alerts[name](plural(windows, 'window'));
      setText(words, badge.title);
    }
  }
}
