/** A card of the rail: name, alerts and preview of a session. */
import { hasModifier } from '../../lib/chord.js';
import { el, setAttribute, setText } from '../../lib/dom.js';
import { urgency } from '../../lib/session-order.js';
import { sessionAddress } from '../../lib/paths.js';
import { AnswerSlot } from '../agents/answer-slot.js';
import { AgentBadges } from './agent-badges.js';
import { Badges } from './badges.js';
import { Preview } from './preview.js';

const FONT_PX = 8.4;

/** @typedef {import('../../lib/session-order.js').Session} Session */

export class RailCard {
  #session = null;
  #current;
  #link = el('a', { class: 'card-link' });
  #agents = new AgentBadges();
  #badges = new Badges();
  #answers;
  preview = new Preview({ fontPx: FONT_PX });
  element = el(
    'li',
    { class: 'rail-card' },
    el('div', { class: 'rail-card-head' }, this.#link, this.#agents.element, this.#badges.element),
    this.preview.element,
  );

  /**
   * @param {object} page
   * @param {() => string|null} page.current id of the session that the page shows.
   * @param {(session: Session) => void} page.open
   * @param {import('../agents/question-requests.js').Asks} page.api
   */
  constructor({ current, open, api }) {
    this.#current = current;
    this.#answers = new AnswerSlot(api);
    this.preview.element.before(this.#answers.element);
    this.#link.addEventListener('click', (event) => {
      // With a modifier the browser opens the link in another tab or window.
      if (event.button !== 0 || hasModifier(event)) return;
      event.preventDefault();
      open(this.#session);
    });
  }

  update(session, nowSeconds) {
    this.#session = session;
    const { id, name, alerts } = session;
    const isCurrent = id === this.#current();
    setText(this.#link, name);
    this.#link.title = name;
    this.#link.setAttribute('href', sessionAddress(name, location.search));
    setAttribute(this.#link, 'aria-current', isCurrent && 'true');
    this.element.classList.toggle('is-current', isCurrent);
    this.element.classList.toggle('wants', urgency(session) !== undefined);
    this.#agents.show(session.agents, nowSeconds);
    this.#badges.show(alerts);
    this.#answers.show(session);
  }

  screenChanged() {
    this.#answers.refresh();
  }

  dispose() {
    this.#answers.dispose();
  }

  tick(nowSeconds) {
    this.#agents.tick(nowSeconds);
  }
}
